using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Runs;
using Vernier.AiOrchestrator.Runs.Api;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Sends the stored events of a run to a client, and the new ones as they are stored. Thread-safe.</summary>
internal sealed partial class EventSender(RunEvents events, WebSocketHubOptions options, TimeProvider time, ILogger<EventSender> logger)
{
    private const int PageSize = 100;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private int _isFailing;

    /// <summary>Sends events until the connection ends.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="after">The last event that the client has; null for all events that are kept.</param>
    /// <exception cref="OperationCanceledException">The connection has ended.</exception>
    public async Task RunAsync(HubConnection connection, long? after)
    {
        var position = after;
        while (true)
        {
            try
            {
                var page = await events.ReadAsync(connection.Session.RunId, position ?? 0, PageSize, connection.Ended).ConfigureAwait(false);
                LogSuccess();
                position = await SendPageAsync(connection, page, position).ConfigureAwait(false);
                if (page.Events.Count == 0)
                    await events.WaitAsync(connection.Session.RunId, position.Value, connection.Ended).ConfigureAwait(false);
            }
            catch (RequestException exception)
            {
                // The run was deleted.
                await CloseAsync(connection, exception.Message).ConfigureAwait(false);
            }
            catch (StorageException exception)
            {
                LogFailure(exception);
                await Task.Delay(RetryDelay, time, connection.Ended).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Returns the sequence number of the last event that is done.</summary>
    private async Task<long> SendPageAsync(HubConnection connection, RunEventPage page, long? position)
    {
        if (position is { } last && (last < page.FirstSequence - 1 || last > page.LastSequence))
        {
            await SendAsync(connection, HubMessages.Reload, new ReloadMessage(page.FirstSequence, page.LastSequence)).ConfigureAwait(false);
            return page.LastSequence;
        }

        List<long> dropped = [];
        foreach (var item in page.Events)
        {
            await connection.Queue.WaitForRoomAsync(connection.Ended).ConfigureAwait(false);
            switch (connection.Queue.Add(item.Sequence, item.IsCritical))
            {
                case Admission.Added:
                    await SendAsync(connection, HubMessages.Event, EventResponse.Of(item)).ConfigureAwait(false);
                    break;
                case Admission.Dropped:
                    dropped.Add(item.Sequence);
                    break;
                case Admission.QueueFull:
                    await CloseAsync(connection, $"The queue is full of critical messages: {options.MaxQueueLength} are not acknowledged.").ConfigureAwait(false);
                    break;
            }
        }

        if (dropped is not [])
            await SendAsync(connection, HubMessages.Dropped, new DroppedMessage(dropped[0], dropped[^1], dropped.Count)).ConfigureAwait(false);
        return page.Events is [.., var latest] ? latest.Sequence : position ?? 0;
    }

    private async Task SendAsync<T>(HubConnection connection, string method, T message)
    {
        try
        {
            await connection.Client.SendJsonAsync(method, message, connection.Ended).WaitAsync(options.AcknowledgmentTimeout, time, connection.Ended).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await CloseAsync(connection, "The client does not read its messages.").ConfigureAwait(false);
        }
    }

    /// <summary>Closes the connection and waits for its end.</summary>
    private async Task CloseAsync(HubConnection connection, string reason)
    {
        LogClosed(connection.Session.User, connection.Session.RunId, reason);
        connection.Close(reason);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, connection.Ended).ConfigureAwait(false);
    }

    private void LogFailure(StorageException exception)
    {
        if (Interlocked.Exchange(ref _isFailing, 1) == 0)
            LogUnavailable(exception.Message);
    }

    private void LogSuccess()
    {
        if (Interlocked.Exchange(ref _isFailing, 0) == 1)
            LogAvailable();
    }

    [LoggerMessage(1, LogLevel.Warning, "Closed the connection of user {User} to run {Run}: {Reason}")]
    private partial void LogClosed(string user, string run, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Cannot read the events of runs for connected clients; retrying, logged once until it succeeds: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(3, LogLevel.Warning, "The events of runs can be read again.")]
    private partial void LogAvailable();
}
