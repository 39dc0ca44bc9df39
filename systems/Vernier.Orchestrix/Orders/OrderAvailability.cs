using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;

namespace Vernier.Orchestrix.Orders;

/// <summary>Logs once when requests fail because of the event store, and once when they succeed again. Thread-safe.</summary>
internal sealed partial class OrderAvailability(TimeProvider time, ILogger<OrderAvailability> logger)
{
    private const string Store = "store";

    private readonly OutageTracker _outages = new(time);

    public void Failed(string reason)
    {
        if (_outages.Failed(Store, ""))
            LogUnavailable(reason);
    }

    public void Succeeded()
    {
        if (_outages.Succeeded(Store) is { } outage)
            LogAvailable(outage.Failures, outage.Duration);
    }

    [LoggerMessage(1, LogLevel.Warning, "Rejected a request with 503: {Reason} (logged once per outage)")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The event store is available again; {Failures} requests were rejected within {Duration}.")]
    private partial void LogAvailable(long failures, TimeSpan duration);
}
