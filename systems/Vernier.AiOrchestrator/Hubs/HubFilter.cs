using Microsoft.AspNetCore.SignalR;
using Vernier.AiOrchestrator.Storage;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Counts the messages of clients, and returns the errors that are for the client.</summary>
internal sealed class HubFilter(HubConnections connections, AiOrchestratorMetrics metrics) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        metrics.MessageReceived();
        connections.Find(invocationContext.Context.ConnectionId)?.Session.MessageReceived();
        try
        {
            return await next(invocationContext).ConfigureAwait(false);
        }
        catch (RequestException exception)
        {
            throw new HubException(exception.Message);
        }
        catch (StorageException)
        {
            throw new HubException("The database is unavailable. Try again later.");
        }
    }
}
