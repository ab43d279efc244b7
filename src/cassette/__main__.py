"""`python -m cassette` is `cassette`."""

import sys

from cassette.server.cli import main

sys.exit(main())
