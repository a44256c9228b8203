"""What each problem of a form is called for people: one table from the rooms' codes to sentences."""

from flask_babel import lazy_gettext

_FILL_IN = lazy_gettext("Please fill this in.")
_TOO_LONG = lazy_gettext("This is too long.")
_TOO_MANY = lazy_gettext("These are too many.")
_TAKEN = lazy_gettext("This is already taken. Please choose another.")
_UNKNOWN = lazy_gettext("We do not know this. Please check the spelling.")
_NOT_ON_LIST = lazy_gettext("Please choose one from the list.")
_TWICE = lazy_gettext("This is there twice. Please take one away.")
_RANGE = lazy_gettext("This number is too small or too big.")
_HTTPS = lazy_gettext("Please give a full web address that starts with https://")
_NO_ADDRESS = lazy_gettext("This does not look like an e-mail address. Please check it.")

# One table for all rooms. A key with a pointer before the code is for that field alone.
SENTENCES = {
    "required": _FILL_IN,
    "missing": _FILL_IN,
    "text_missing": _FILL_IN,
    "text_empty": _FILL_IN,
    "too_long": _TOO_LONG,
    "text_too_long": _TOO_LONG,
    "too_short": lazy_gettext("This is too short."),
    "length": lazy_gettext("This is too short or too long."),
    "range": _RANGE,
    "out_of_range": _RANGE,
    "too_many": _TOO_MANY,
    "taken": _TAKEN,
    "slug_taken": _TAKEN,
    "slug_reserved": _TAKEN,
    "slug_invalid": lazy_gettext("Please use only small letters a to z, digits and single hyphens."),
    "unknown": _UNKNOWN,
    "/role unknown": _NOT_ON_LIST,
    "not_a_member": lazy_gettext("Please choose somebody who has a seat in your group."),
    "ends_before_start": lazy_gettext("The last day must come after the first."),
    "/language unknown": _NOT_ON_LIST,
    "/region unknown": _NOT_ON_LIST,
    "/period unknown": _NOT_ON_LIST,
    "nothing_rated": lazy_gettext(
        "Please rate at least one skill: choose how far you are, and how well it would last."
    ),
    "robustness_unknown": lazy_gettext("Please choose how well this would last."),
    "/group unknown": _NOT_ON_LIST,
    "/competency unknown": _NOT_ON_LIST,
    "/cited unknown": _NOT_ON_LIST,
    "/recognition unknown": _NOT_ON_LIST,
    "unknown_field": lazy_gettext("We do not know this field. Please check its name."),
    "duplicate": _TWICE,
    "doubled": _TWICE,
    "wrong": lazy_gettext("This does not fit. Please try again."),
    "/password wrong": lazy_gettext("The user name and the password do not fit together. Please try again."),
    "/code wrong": lazy_gettext(
        "The user name and the code do not fit together, or the code was used before."
    ),
    "other_word": lazy_gettext("This is not what is shown above. Please type it again."),
    "/current wrong": lazy_gettext("This is not your password of now. Please try again."),
    "characters": lazy_gettext("Please leave out these characters: %(refused)s"),
    "hidden_characters": lazy_gettext(
        "There are characters in this name that cannot be seen. Please type it anew."
    ),
    "same_as_name": lazy_gettext("The password is the same as your user name. Please choose another."),
    "too_common": lazy_gettext(
        "This password is easily guessed. Please choose another, such as four unrelated words."
    ),
    "address_invalid": _NO_ADDRESS,
    "name_invalid": lazy_gettext("This cannot be a user name. Please check it."),
    "https_needed": _HTTPS,
    "address_not_https": _HTTPS,
    "verified_without_address": lazy_gettext("Only something with a web address can be marked as checked."),
    "not_proven": lazy_gettext(
        "You have not yet shown that this is yours. Confirm it on your account page first."
    ),
    "not_signable": lazy_gettext(
        "Not every text of this badge is ready in that language. Please choose another."
    ),
    "already_awarded": lazy_gettext("This person was offered or has this badge already."),
    "evidence_invalid": _HTTPS,
    "evidence_kind_unknown": _NOT_ON_LIST,
    "alignment_type_unknown": _NOT_ON_LIST,
    "framework_unknown": _NOT_ON_LIST,
    "domain_unknown": _NOT_ON_LIST,
    "competency_unknown": _NOT_ON_LIST,
    "level_unknown": lazy_gettext("Please choose a level from 1 to 4."),
    "levels_not_one_to_four": lazy_gettext("Please describe all four levels."),
    "language_unknown": lazy_gettext("We do not have this language. Please choose one from the list."),
    "no_language_complete": lazy_gettext("Please write all texts in at least one language."),
    "reviewed_without_text": lazy_gettext(
        "A language can be marked as ready only when all its texts are written."
    ),
    "list_expected": lazy_gettext("A list is needed here."),
    "members": lazy_gettext("Please give a description or a web address for each piece of evidence."),
    "too_few": lazy_gettext("These are too few."),
    "wrong_count": lazy_gettext("These are too few or too many."),
    "wrong_length": lazy_gettext("This is too short or too long."),
    "missing_field": _FILL_IN,
    "nothing_sent": lazy_gettext("Nothing was sent. Please choose a file, paste a text or give an address."),
    "date_expected": lazy_gettext("A date is needed here, such as 2026-01-31."),
    "time_expected": lazy_gettext("A date and a time are needed here, such as 2026-01-31 12:00."),
    "time_to_come": lazy_gettext("This time is still to come. Please choose an earlier one."),
    "/key unknown": _NOT_ON_LIST,
    "/adopted_by unknown": _NOT_ON_LIST,
    "/kind unknown": _NOT_ON_LIST,
    "/connectivity unknown": _NOT_ON_LIST,
    "operation_unknown": lazy_gettext("This cannot be done to a role. Please choose from the list."),
    "requirement_absent": lazy_gettext("The role does not ask for this competency, so it cannot be changed."),
    "requirement_there": lazy_gettext("The role asks for this competency already. Change its level instead."),
    "not_higher": lazy_gettext("The role asks for level %(level)s already. Please choose a higher one."),
    "not_lower": lazy_gettext("The role asks for level %(level)s. Please choose a lower one."),
    "base_moved": lazy_gettext("The role asks for level %(level)s now. Please look at this again."),
    "floor": lazy_gettext(
        "This keeps people safe, so every role needs it: at least at level %(level)s. You can raise it."
    ),
    "names_somebody": lazy_gettext("This names somebody. Please tell it without names."),
    "group_unknown": _NOT_ON_LIST,
    "own_group": lazy_gettext("This is your own group. Please choose another one."),
    "/sure missing": lazy_gettext("Please tick this only if you mean it: it cannot be undone."),
    "number_expected": lazy_gettext("A number is needed here."),
    "string_expected": lazy_gettext("A text is needed here."),
    "object_expected": lazy_gettext("A set of named values is needed here."),
    "yes_or_no": lazy_gettext("Only yes or no is possible here."),
    "not_text": lazy_gettext("This cannot be read as text."),
    "not_allowed": _NOT_ON_LIST,
    "id_invalid": lazy_gettext("Please use only small letters a to z, digits and single hyphens."),
    "role_unknown": _NOT_ON_LIST,
    "own_endorsement": lazy_gettext("Nobody can endorse themselves. Please ask somebody else."),
    "cannot_be_asked": lazy_gettext(
        "This person cannot be asked here. Make a link below instead, and send it to them yourself."
    ),
    "asked_already": lazy_gettext("You have asked this person already."),
    "say_more": lazy_gettext("Please say a little more: what did you see?"),
    "in_the_future": lazy_gettext("This day is still to come. Please choose an earlier one."),
    "decided_too_early": lazy_gettext(
        "This could not be decided before %(day)s. Please look at the day of the decision again."
    ),
    "before_its_begin": lazy_gettext("The end is before the begin. Please change one of them."),
    "name_imitates": lazy_gettext(
        "This name looks like that of a group that we know. Please choose another."
    ),
    "not_signable_text": lazy_gettext(
        "There is something in this text that cannot be signed. Please type it anew."
    ),
    "link_not_web": lazy_gettext("Please give a full web address that starts with https:// or http://"),
    "link_private": lazy_gettext(
        "This address leads into somebody's own network, where an assessor cannot go. "
        "Please give one that everybody can open."
    ),
    "link_too_long": lazy_gettext("This address is too long. Please give a shorter one."),
    "file_empty": lazy_gettext("Please choose a file. An empty one shows nothing."),
    "file_too_big": lazy_gettext("This file is too big. It can have %(megabytes)s megabytes at most."),
    "files_too_big": lazy_gettext(
        "The files of one claim can have %(megabytes)s megabytes together at most. "
        "Please take one away first, or give a link."
    ),
    "evidence_full": lazy_gettext("This claim shows enough already. Please take something away first."),
    "evidence_missing": lazy_gettext("Please add what shows it before you hand in your claim."),
    "/outcome missing": lazy_gettext("Please choose what you decide."),
    "/outcome evidence_missing": lazy_gettext(
        "For this badge %(needed)s pieces of evidence are needed, and %(there)s are there."
    ),
    "/outcome endorsements_missing": lazy_gettext(
        "For this badge %(needed)s endorsements have to count, and %(there)s do."
    ),
    "/outcome not_open_yet": lazy_gettext("One assessor alone cannot award this badge."),
    "/outcome whole_is_reached": lazy_gettext(
        "Everything that the badge asks for is there, so please award it as a whole."
    ),
    "/outcome nothing_to_award": lazy_gettext(
        "No single competency can be awarded: none has a level whose own conditions are met."
    ),
    "/advice missing": lazy_gettext("Please say what would help the person to get there."),
    "/reason missing": lazy_gettext("Please say why you decide this way."),
    "level_below": lazy_gettext("The badge needs level %(wanted)s here, and you chose %(level)s."),
    "too_long_to_embed": lazy_gettext(
        "This text is too long to be written into the badge. Please shorten it, or choose that fewer see it."
    ),
    "too_many_embedded": lazy_gettext(
        "No more can be written into the badge. Please choose that fewer people see this."
    ),
    "own_thanks": lazy_gettext("Thanks go to somebody else. Please give another name."),
    "cannot_be_thanked": lazy_gettext(
        "Nobody who can be thanked here has this name. Please check the spelling."
    ),
    "recognition_there": lazy_gettext(
        "They have this badge, or it waits for their yes. You can thank them without it, or with another."
    ),
    "own_nomination": lazy_gettext(
        "You cannot name yourself. You can let the stewards find you instead: see your account."
    ),
    "cannot_be_nominated": lazy_gettext(
        "Nobody who can be named here has this name. Please check the spelling."
    ),
    "contact_details": lazy_gettext(
        "Please leave out e-mail addresses and telephone numbers. People can be reached here."
    ),
    "wiki_invalid": lazy_gettext("Please give the name of a wiki, such as en.wikipedia.org."),
    "not_fetched": lazy_gettext("Nothing could be read at this address. Please check it, or send a file."),
    "too_big_to_fetch": lazy_gettext(
        "What is at this address is too big to fetch. Save it as a file, and send that."
    ),
    "cannot_receive": lazy_gettext("Nothing can be given to this account for now."),
    "name_missing": lazy_gettext("You do not have this name yet. Please set it first, or choose another."),
    "mailbox_missing": lazy_gettext("Please confirm an e-mail address on your account page first."),
}
