"""Where everything is put together: settings, listeners, identity, metrics, start and stop."""
