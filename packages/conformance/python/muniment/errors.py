"""The one exception, and exit statuses (spec/errors.md)."""


def printable(text):
    """A text that others may have written, safe to print."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class MunimentError(Exception):
    """A failure with a code of spec/errors.md; `details` are what the error says beside its code."""

    def __init__(self, code, text="", **details):
        super().__init__(code + (": " + printable(text) if text else ""))
        self.code = code
        self.details = details


def check(condition, code, text="", **details):
    """Raise MunimentError(code) unless the condition holds."""
    if not condition:
        raise MunimentError(code, text, **details)


_EXIT = """
2 USAGE SNAPSHOT_UNKNOWN PATH_UNKNOWN TERMINAL_NEEDED PASSWORD_WEAK
66 STORE_NOT_FOUND PACK_MISSING ARCHIVE_MISSING SOURCE_MISSING SOURCE_UNREADABLE SOURCE_CHANGED SOURCE_KIND INPUT_FILE
   REALM_BUNDLE
69 UNSUPPORTED_VERSION CRITICAL_FEATURE
70 INTERNAL KEY_SIZE STATE_USED STORE_NAME
73 STORE_EXISTS STORE_READ_ONLY STORE_FULL STORE_FOREIGN KEYRING_OUTDATED LAST_METHOD ARCHIVE_EXISTS TARGET
   TARGET_FULL TARGET_EXISTS OUTPUT_FILE KEYRING_DOUBT
74 STORE_IO HOME
75 STORE_UNREACHABLE PACK_LOST HEAD_UNREADABLE BUSY STORE_OLDER VAULT_RATE VAULT_UNAVAILABLE CHANNEL_KEY
   VAULT_UNCERTAIN
77 LOGIN STORE_DENIED RECOVERY_KEY_OTHER KEYRING_SUCCESSION METHOD_UNKNOWN NOT_ENROLLED VAULT_TOKEN
81 PASSWORD_WRONG
82 VAULT_WAIT
83 VAULT_DESTROYED
84 VAULT_NO_RECORD VAULT_GENERATION VAULT_FROZEN VAULT_LOCKED VAULT_REFUSED VAULT_SIGNATURE VAULT_ROLLED_BACK
   VAULT_ANSWER REALM_UNTRUSTED REALM_OUTDATED
85 ARCHIVE_OLDER
130 INTERRUPTED
"""


def exit_status(code):
    """The exit status of a command that fails with this code; 65 for all that are not listed."""
    status = 65
    for word in _EXIT.split():
        status = int(word) if word.isdigit() else status
        if "ERR_" + word == code:
            return status
    return 65
