using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Hubs;
using Vernier.Services.Storage;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class HubFilterTests
{
    private readonly HubParts _parts = new();
    private readonly RecordingLogger<HubFilter> _logger = new();

    [Fact]
    public async Task InvokeMethodAsync_UnexpectedException_IsLoggedAndHiddenFromTheClient()
    {
        var error = await Should.ThrowAsync<HubException>(() => InvokeAsync(new InvalidOperationException("a detail")));
        error.Message.ShouldBe("An internal error occurred. The log of the host has the details.");
        _logger.Lines.ShouldBe(["Error: The hub method Work failed with an unexpected error."]);
    }

    [Fact]
    public async Task InvokeMethodAsync_InvalidRequest_IsReturnedToTheClientAndNotLogged()
    {
        var error = await Should.ThrowAsync<HubException>(() => InvokeAsync(new RequestException(409, "The run has ended.")));
        error.Message.ShouldBe("The run has ended.");
        (await Should.ThrowAsync<HubException>(() => InvokeAsync(new HubException("Sequence 9 was not sent.")))).Message.ShouldBe("Sequence 9 was not sent.");
        _logger.Lines.ShouldBeEmpty();
        _parts.Value("messages_in_total").ShouldBe(2);
    }

    [Fact]
    public async Task InvokeMethodAsync_DatabaseIsUnavailable_HidesTheAddressFromTheClient()
    {
        var error = await Should.ThrowAsync<HubException>(() => InvokeAsync(new StorageException("PostgreSQL at db.internal:5432 is unavailable.")));
        error.Message.ShouldBe("The database is unavailable. Try again later.");
    }

    private async Task InvokeAsync(Exception failure)
    {
        var connections = new HubConnections(_parts.Metrics, _parts.Recorder, new WebSocketHubOptions(), _parts.Time);
        var filter = new HubFilter(connections, _parts.Metrics, _logger);
        using var hub = new WorkHub();
        await using var services = new ServiceCollection().BuildServiceProvider();
        var invocation = new HubInvocationContext(new CallerContext(), services, hub, typeof(WorkHub).GetMethod(nameof(WorkHub.Work))!, []);
        await filter.InvokeMethodAsync(invocation, _ => throw failure);
    }

    private sealed class WorkHub : Hub
    {
        public void Work()
        {
        }
    }

    private sealed class CallerContext : HubCallerContext
    {
        public override string ConnectionId => "1";

        public override string? UserIdentifier => null;

        public override ClaimsPrincipal? User => null;

        public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override CancellationToken ConnectionAborted => CancellationToken.None;

        public override void Abort()
        {
        }
    }
}
