"""A small framework from elsewhere for the demo: made up, but brought in as any other. Loads once."""

from uuid import UUID

from competencies.queries import references
from competencies.services import reference_rows, referencing
from competencies.services.referencing import Said
from foundation.policy import Actor

TITLE = "Everyday skills (made up)"
_TABLE = """\
identifier,parent,code,title,full statement,item type,language,sequence
L,,L,Listening and talking,Understands others and is understood.,Area,en,1
L1,L,L1,Listening to the end,Lets others finish and says in own words what was meant.,Skill,en,1
L2,L,L2,Speaking to a group,Tells a group something that they did not know so that they can use it.,Skill,en,2
L3,L,L3,Giving feedback,Says what went well and what could change without hurting.,Skill,en,3
C,,C,Working together,Gets things done with people who think differently.,Area,en,2
C1,C,C1,Sharing work,Divides a task so that everybody has a part that fits.,Skill,en,1
C2,C,C2,Settling a quarrel,Helps two people who disagree to find something that both can live with.,Skill,en,2
D,,D,Finding and checking,Tells what is known from what is only said.,Area,en,3
D1,D,D1,Comparing sources,Finds a second source and says where the two differ.,Skill,en,1
D2,D,D2,Using what others made,Says what a licence allows and names the authors.,Skill,en,2
"""


def load(steward: Actor, group_id: UUID) -> None:
    """Bring it in for a group, unless it is there."""
    if any(one.title == TITLE for one in references.frameworks(group_id)):
        return
    said = Said(title=TITLE, edition="2025", language="en")
    staged = referencing.stage(steward, group_id=group_id, given=_TABLE.encode(), said=said)
    load_id = staged.id
    referencing.confirm(steward, load_id)
    reference_rows.work(load_id)
