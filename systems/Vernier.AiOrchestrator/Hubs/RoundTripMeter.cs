using Microsoft.AspNetCore.SignalR;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Measures the round-trip time of a connection with the result of a client method. Thread-safe.</summary>
internal sealed class RoundTripMeter(AiOrchestratorMetrics metrics, WebSocketHubOptions options, TimeProvider time)
{
    /// <summary>Measures at an interval until the connection ends.</summary>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    public async Task RunAsync(HubConnection connection)
    {
        while (true)
        {
            await Task.Delay(options.PingInterval, time, connection.Ended).ConfigureAwait(false);
            if (await MeasureAsync(connection).ConfigureAwait(false) is not { } duration)
                continue;
            connection.Session.RoundTripMeasured(duration);
            metrics.RoundTripMeasured(duration);
        }
    }

    /// <summary>
    /// Waits for the response without a limit: SignalR closes a connection whose result arrives while its invocation is being canceled. Returns null if the
    /// connection has ended.
    /// </summary>
    private async Task<TimeSpan?> MeasureAsync(HubConnection connection)
    {
        var start = time.GetTimestamp();
        try
        {
            await connection.Client.InvokeAsync<object?>(HubMessages.Ping, connection.Ended).ConfigureAwait(false);
        }
        catch (HubException) when (!connection.Ended.IsCancellationRequested)
        {
            // A client without the method responds with an error, which is a round trip too.
        }
        catch (Exception exception) when (exception is HubException or OperationCanceledException or IOException)
        {
            return null;
        }
        return time.GetElapsedTime(start);
    }
}
