"""Which status lists this process has proven in the last minute; dropped when a key of ours is lost."""

from credentials.verify.proven_lists import ProvenListsCache

PROVEN_LISTS = ProvenListsCache()  # by the exact bytes: saves the work, never the question
