"""The kinds of errors that a CQL client tells apart, by their codes in the native protocol."""

KINDS = {
    0x0000: "ServerError",
    0x000A: "ProtocolError",
    0x1000: "Unavailable",
    0x1001: "Overloaded",
    0x1002: "IsBootstrapping",
    0x1003: "TruncateError",
    0x1100: "WriteTimeout",
    0x1200: "ReadTimeout",
    0x1300: "ReadFailure",
    0x1400: "FunctionFailure",
    0x1500: "WriteFailure",
    0x2000: "SyntaxException",
    0x2100: "Unauthorized",
    0x2200: "InvalidRequest",
    0x2300: "ConfigurationException",
    0x2400: "AlreadyExists",
    0x2500: "Unprepared",
}
