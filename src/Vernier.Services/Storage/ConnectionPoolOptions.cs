namespace Vernier.Services.Storage;

/// <summary>The settings of a <see cref="ConnectionPool"/>. Immutable.</summary>
internal sealed record ConnectionPoolOptions
{
    /// <summary>The maximum number of connections. Null (the default): that of the connection string, or 100.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>After what time an idle connection is closed. Default: 5 minutes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an operation waits for a connection before it fails. Default: 30 seconds.</summary>
    public TimeSpan WaitTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Receives the events of the pool. Null (the default): none.</summary>
    public IPoolObserver? Observer { get; init; }

    /// <summary>The clock. Default: that of the system.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
