using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;
using static Vernier.AiOrchestrator.Tests.Models.ChatResponses;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>Two legs and their circuit breakers.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly TestDatabase _database = TestDatabase.Sqlite();
    private ChatModelStandIn _primary = null!;
    private ChatModelStandIn _secondary = null!;
    private ModelOptions _options = null!;
    private ModelServices _models = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _primary = await ChatModelStandIn.StartAsync(Reply());
        _secondary = await ChatModelStandIn.StartAsync(Reply());
        _secondary.Respond = Reply("from the secondary leg");
        _options = new ModelOptions
        {
            Primary = new() { Url = _primary.Url, Model = "p" },
            Secondary = new() { Url = _secondary.Url, Model = "s", InputPrice = 0.1, OutputPrice = 0.2 },
        };
        _models = await ModelServices.StartAsync(_database, _options, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _models.DisposeAsync();
        await _primary.DisposeAsync();
        await _secondary.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public void Start_TwoLegs_CreatesTheFailoverSeriesOfEachComplexity()
    {
        foreach (var tier in EnumNames<Complexity>.All)
            Failovers(tier).ShouldBe(0);
    }

    [Fact]
    public async Task Complete_PrimarySucceeds_DoesNotCallTheSecondary()
    {
        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Primary);

        _secondary.Calls.ShouldBeEmpty();
        Failovers("MEDIUM").ShouldBe(0);
    }

    [Theory]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("401")]
    [InlineData("garbage")]
    [InlineData("empty")]
    [InlineData("no text")]
    [InlineData("abort")]
    public async Task Complete_PrimaryFails_UsesTheSecondaryWithItsModelAndPrice(string failure)
    {
        _primary.Respond = failure switch
        {
            "garbage" => Body("<html>"),
            "empty" => Body(""),
            "no text" => Reply("", hasUsage: false),
            "abort" => Abort(),
            _ => Status(int.Parse(failure)),
        };

        var reply = await CompleteAsync();

        reply.ShouldBe(new ModelReply("from the secondary leg", "s", ModelLeg.Secondary, Complexity.Medium, 1000, 200, 0.1 + (0.2 * 0.2)));
        Failovers("MEDIUM").ShouldBe(1);
        Calls("p").ShouldBe((1, 1));
        Calls("s").ShouldBe((1, 0));
        _models.Scrape().Value("orchestrator_cost_attribution", ("repository", "r/r"), ("user", "u")).ShouldBe(reply.CostUsd);
    }

    [Fact]
    public async Task Complete_PrimaryTimesOut_UsesTheSecondary()
    {
        _primary.Respond = Never();

        var call = CompleteAsync();
        await Waiting.UntilAsync(() => _primary.Calls.Count == 1, "the call");
        _time.Advance(_options.Timeout);

        (await call.WithTimeout()).Leg.ShouldBe(ModelLeg.Secondary);
        Failovers("MEDIUM").ShouldBe(1);
    }

    [Fact]
    public async Task Complete_BothFail_NamesBoth()
    {
        _primary.Respond = Status(429);
        _secondary.Respond = Status(401);

        var exception = await Should.ThrowAsync<ModelException>(CompleteAsync);

        exception.Message.ShouldBe("Model call failed: primary leg (p): 429 Too Many Requests; secondary leg (s): 401 Unauthorized.");
        Calls("p").ShouldBe((1, 1));
        Calls("s").ShouldBe((1, 1));
        _models.Logs.ToString().ShouldContain("Run run-1: model call on the Primary leg failed (p): 429 Too Many Requests");
        Failovers("MEDIUM").ShouldBe(1);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(422)]
    public async Task Complete_RequestIsInvalid_DoesNotFailOverAndDoesNotOpenTheCircuit(int status)
    {
        _primary.Respond = Status(status);

        for (var i = 0; i < 10; i++)
            await Should.ThrowAsync<ModelException>(CompleteAsync);

        _secondary.Calls.ShouldBeEmpty();
        _primary.Calls.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Complete_Canceled_DoesNotFailOver()
    {
        _primary.Respond = Never();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var call = _models.Client.CompleteAsync(Request(), canceled.Token, Cancellation);
        await Waiting.UntilAsync(() => _primary.Calls.Count == 1, "the call");
        await canceled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => call.WithTimeout());
        _secondary.Calls.ShouldBeEmpty();
        Failovers("MEDIUM").ShouldBe(0);
    }

    [Fact]
    public async Task Complete_ModelOfTheRequest_AppliesToThePrimaryLegOnly()
    {
        _primary.Respond = Status(500);

        await _models.Client.CompleteAsync(Request() with { Model = "special" }, Cancellation, Cancellation);

        _primary.Calls.ShouldHaveSingleItem().Model.ShouldBe("special");
        _secondary.Calls.ShouldHaveSingleItem().Model.ShouldBe("s");
    }

    [Fact]
    public async Task Complete_HalfOfFourCallsFail_SkipsThePrimaryUntilATrialSucceeds()
    {
        await CompleteAsync();
        await CompleteAsync();
        _primary.Respond = Status(500);
        await CompleteAsync();
        await CompleteAsync();
        _models.Logs.ToString().ShouldContain("Circuit breaker of the Primary leg opened; next trial in 00:00:25.");

        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Secondary);
        _primary.Calls.Count.ShouldBe(4);
        Calls("p").ShouldBe((4, 2));
        Failovers("MEDIUM").ShouldBe(3);

        _primary.Respond = Reply();
        _time.Advance(TimeSpan.FromSeconds(26));
        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Primary);
        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Primary);
        _models.Logs.ToString().ShouldContain("Circuit breaker of the Primary leg closed.");
    }

    [Fact]
    public async Task Complete_FewerThanFourCalls_KeepsTheCircuitClosed()
    {
        _primary.Respond = Status(500);

        for (var i = 0; i < 3; i++)
            await CompleteAsync();
        _primary.Respond = Reply();

        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Primary);
    }

    [Fact]
    public async Task Complete_TrialFails_OpensForAnotherBreak()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(26));

        await CompleteAsync();
        _primary.Calls.Count.ShouldBe(5);
        _primary.Respond = Reply();

        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Secondary);
    }

    [Fact]
    public async Task Complete_TrialIsCanceled_DoesNotCloseTheCircuit()
    {
        await OpenAsync();
        _time.Advance(TimeSpan.FromSeconds(26));
        _primary.Respond = Never();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var trial = _models.Client.CompleteAsync(Request(), canceled.Token, Cancellation);
        await Waiting.UntilAsync(() => _primary.Calls.Count == 5, "the trial");

        await canceled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => trial.WithTimeout());

        _primary.Respond = Reply();
        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Secondary);
        _time.Advance(TimeSpan.FromSeconds(26));
        (await CompleteAsync()).Leg.ShouldBe(ModelLeg.Primary);
    }

    [Fact]
    public async Task Complete_BothCircuitsAreOpen_FailsWithoutACall()
    {
        _secondary.Respond = Status(503);
        _primary.Respond = Status(500);
        for (var i = 0; i < 4; i++)
            await Should.ThrowAsync<ModelException>(CompleteAsync);

        var exception = await Should.ThrowAsync<ModelException>(CompleteAsync);

        exception.Message.ShouldBe("Model call failed: primary leg (p): the circuit breaker is open for another 25 s; "
            + "secondary leg (s): the circuit breaker is open for another 25 s.");
        _primary.Calls.Count.ShouldBe(4);
        Calls("p").ShouldBe((4, 4));
    }

    private async Task OpenAsync()
    {
        _primary.Respond = Status(500);
        for (var i = 0; i < 4; i++)
            await CompleteAsync();
    }

    private Task<ModelReply> CompleteAsync() => _models.Client.CompleteAsync(Request(), Cancellation, Cancellation);

    private double Failovers(string tier) =>
        _models.Scrape().Value("orchestrator_llm_dual_failover_total", ("tier", tier), ("from_leg", "primary"), ("to_leg", "secondary"));

    private (double Calls, double Errors) Calls(string model)
    {
        var scrape = _models.Scrape();
        return (scrape.Value("orchestrator_llm_calls_total", ("model", model)), scrape.Value("orchestrator_llm_errors_total", ("model", model)));
    }

    private static ModelRequest Request() => new("run-1", "r/r", "u", Complexity.Medium, null, [new(false, "Hello.")]);
}
