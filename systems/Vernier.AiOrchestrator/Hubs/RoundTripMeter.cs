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

    /// <summary>Returns null if the client does not respond within the interval.</summary>
    private async Task<TimeSpan?> MeasureAsync(HubConnection connection)
    {
        using var timeout = new CancellationTokenSource(options.PingInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, connection.Ended);
        var start = time.GetTimestamp();
        try
        {
            await connection.Client.InvokeAsync<object?>(HubMessages.Ping, either.Token).ConfigureAwait(false);
        }
        catch (HubException) when (!either.IsCancellationRequested)
        {
            // A client without the method responds with an error, which is a round trip too.
        }
        catch (Exception exception) when (exception is HubException or OperationCanceledException or IOException)
        {
            // The client does not respond, or the connection has ended.
            return null;
        }
        return time.GetElapsedTime(start);
    }
}
