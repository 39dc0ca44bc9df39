using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Identity;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Runs what happens on a connection until it ends: events are sent and the round-trip time is measured. Thread-safe.</summary>
internal sealed partial class ConnectionRunner(EventSender events, RoundTripMeter meter, Sessions sessions, ILogger<ConnectionRunner> logger)
{
    /// <summary>Returns when the connection has ended.</summary>
    public async Task RunAsync(HubConnection connection, HubQuery query)
    {
        using var logout = sessions.OnEnded(connection.Caller.SessionId, () => connection.Close("The user has logged out or was disabled."));
        await Task.WhenAll(
            GuardAsync(connection, () => SendAsync(connection, query)),
            GuardAsync(connection, () => meter.RunAsync(connection))).ConfigureAwait(false);
    }

    private async Task SendAsync(HubConnection connection, HubQuery query)
    {
        var message = new SessionMessage(connection.Session.Id, connection.IsResumed);
        await connection.Client.SendJsonAsync(HubMessages.Session, message, connection.Ended).ConfigureAwait(false);
        await events.RunAsync(connection, query.After).ConfigureAwait(false);
    }

    private async Task GuardAsync(HubConnection connection, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (connection.Ended.IsCancellationRequested)
        {
            // The connection has ended.
        }
        catch (Exception exception)
        {
            LogFailed(exception, connection.Session.User, connection.Session.RunId);
            connection.Close("Internal error. Connect again.");
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Closed the connection of user {User} to run {Run} because of an unexpected error.")]
    private partial void LogFailed(Exception exception, string user, string run);
}
