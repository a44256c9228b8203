"""The errors that the standards name, by our codes: what another program understands."""

from collections.abc import Mapping

_LIST = "https://www.w3.org/ns/credentials/status-list#"
_MODEL = "https://www.w3.org/TR/vc-data-model#"

STATUS_RETRIEVAL_ERROR = f"{_LIST}STATUS_RETRIEVAL_ERROR"
STATUS_VERIFICATION_ERROR = f"{_LIST}STATUS_VERIFICATION_ERROR"
STATUS_LIST_LENGTH_ERROR = f"{_LIST}STATUS_LIST_LENGTH_ERROR"
RANGE_ERROR = f"{_MODEL}RANGE_ERROR"
MALFORMED_VALUE_ERROR = f"{_MODEL}MALFORMED_VALUE_ERROR"

# Code of a finding or error on status -> the problem type (Bitstring Status List 1.0, section 3.5).
PROBLEMS: Mapping[str, str] = {
    "status_list_unreachable": STATUS_RETRIEVAL_ERROR,
    "status_list_unreadable": STATUS_RETRIEVAL_ERROR,
    "status_list_stale": STATUS_RETRIEVAL_ERROR,
    "status_list_unproven": STATUS_VERIFICATION_ERROR,
    "status_list_other_issuer": STATUS_VERIFICATION_ERROR,
    "status_list_other_address": STATUS_VERIFICATION_ERROR,
    "purpose_mismatch": STATUS_VERIFICATION_ERROR,
    "list_not_yet_valid": STATUS_VERIFICATION_ERROR,
    "list_expired": STATUS_VERIFICATION_ERROR,
    "list_too_short": STATUS_LIST_LENGTH_ERROR,
    "index_out_of_range": RANGE_ERROR,
    "status_malformed": MALFORMED_VALUE_ERROR,
    "entry_invalid": MALFORMED_VALUE_ERROR,
    "index_invalid": MALFORMED_VALUE_ERROR,
    "status_size_invalid": MALFORMED_VALUE_ERROR,
    "status_message_invalid": MALFORMED_VALUE_ERROR,
    "list_invalid": MALFORMED_VALUE_ERROR,
    "encoded_list_invalid": MALFORMED_VALUE_ERROR,
    "encoded_list_too_long": MALFORMED_VALUE_ERROR,
}
