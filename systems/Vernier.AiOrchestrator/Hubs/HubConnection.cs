using Microsoft.AspNetCore.SignalR;
using Vernier.AiOrchestrator.Identity;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>An open connection of a client. Thread-safe.</summary>
internal sealed class HubConnection(HubCallerContext context, ISingleClientProxy client, Caller caller, HubSession session, MessageQueue queue, TimeProvider time)
{
    private static readonly TimeSpan ClosingTimeout = TimeSpan.FromSeconds(2);

    private int _isClosing;

    public string Id => context.ConnectionId;

    public Caller Caller { get; } = caller;

    public HubSession Session { get; } = session;

    public MessageQueue Queue { get; } = queue;

    /// <summary>Whether the session continues an earlier one.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Invokes methods of the client.</summary>
    public ISingleClientProxy Client { get; } = client;

    /// <summary>Canceled when the connection has ended.</summary>
    public CancellationToken Ended { get; } = context.ConnectionAborted;

    /// <summary>Sends the reason to the client and closes the connection. Returns at once; later calls are ignored.</summary>
    public void Close(string reason)
    {
        if (Interlocked.Exchange(ref _isClosing, 1) == 0)
            _ = CloseAsync(reason);
    }

    private async Task CloseAsync(string reason)
    {
        try
        {
            await Client.SendJsonAsync(HubMessages.Closing, new ClosingMessage(reason), Ended).WaitAsync(ClosingTimeout, time, Ended).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The client does not read its messages, or the connection has ended.
        }
        finally
        {
            context.Abort();
        }
    }
}
