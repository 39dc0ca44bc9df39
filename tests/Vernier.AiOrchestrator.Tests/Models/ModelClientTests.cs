using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Services.Tests.Storage;
using Vernier.Testing;
using static Vernier.AiOrchestrator.Tests.Models.ChatResponses;

namespace Vernier.AiOrchestrator.Tests.Models;

/// <summary>One leg.</summary>
public sealed class ModelClientTests : IAsyncLifetime
{
    private const string Key = "sk-s3cr3t-key";

    private readonly TestDatabase _database = TestDatabase.Sqlite();
    private ChatModelStandIn _server = null!;
    private ModelOptions _options = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ChatModelStandIn.StartAsync(Reply());
        _options = new ModelOptions { Primary = new() { Url = _server.Url, ApiKey = Key, Model = "m" } };
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Complete_Success_ReturnsTextUsageAndCost()
    {
        await using var models = await ModelServices.StartAsync(_database, _options);

        var reply = await models.Client.CompleteAsync(Request(), Cancellation, Cancellation);

        reply.ShouldBe(new ModelReply("a document", "m", ModelLeg.Primary, Complexity.Medium, 1000, 200, 0.005 + 0.003));
        var call = _server.Calls.ShouldHaveSingleItem();
        call.Model.ShouldBe("m");
        call.Authorization.ShouldBe($"Bearer {Key}");
        call.Instructions.ShouldBe("Be brief.");
        call.Prompt.ShouldBe("What is 1 + 1? ü 😀");
        var scrape = models.Scrape();
        scrape.Value("orchestrator_llm_calls_total", ("model", "m")).ShouldBe(1);
        scrape.Value("orchestrator_llm_errors_total", ("model", "m")).ShouldBe(0);
        scrape.Value("orchestrator_llm_tokens_used", ("model", "m"), ("kind", "input")).ShouldBe(1000);
        scrape.Value("orchestrator_llm_tokens_used", ("model", "m"), ("kind", "output")).ShouldBe(200);
        scrape.Value("orchestrator_cost_attribution", ("repository", "myorg/myrepo"), ("user", "user123")).ShouldBe(0.008);
        (await models.Budgets.SpentByRunAsync("run-1", Cancellation)).ShouldBe(0.008);
    }

    [Fact]
    public async Task Complete_NoKey_SendsNoCredentials()
    {
        _options.Primary.ApiKey = null;
        await using var models = await ModelServices.StartAsync(_database, _options);

        await models.Client.CompleteAsync(Request(), Cancellation, Cancellation);

        _server.Calls.ShouldHaveSingleItem().Authorization.ShouldBeNull();
    }

    [Theory]
    [InlineData(429, "429 Too Many Requests")]
    [InlineData(500, "500 Internal Server Error")]
    [InlineData(503, "503 Service Unavailable")]
    [InlineData(408, "408 Request Timeout")]
    [InlineData(400, "400 Bad Request")]
    [InlineData(401, "401 Unauthorized")]
    [InlineData(404, "404 Not Found")]
    public async Task Complete_ErrorStatus_NamesItWithoutTheBody(int status, string reason)
    {
        _server.Respond = Status(status, $$$"""{"error":{"message":"Incorrect API key provided: {{{Key}}}","code":"invalid"}}""");

        await ShouldFailAsync(reason);
    }

    [Theory]
    [InlineData("", "the response is empty or not valid JSON")]
    [InlineData("<html>Bad gateway</html>", "the response is empty or not valid JSON")]
    [InlineData("{\"id\":", "the response is empty or not valid JSON")]
    [InlineData("{}", "the response is not a chat completion")]
    [InlineData("[]", "the response is not a chat completion")]
    [InlineData("null", "the response is not a chat completion")]
    [InlineData("{\"choices\":[]}", "the response is not a chat completion")]
    [InlineData("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":\"length\"}]}", "the response has no text (finish reason Length)")]
    [InlineData("{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\" \\n\"},\"finish_reason\":\"stop\"}]}", "the response has no text (finish reason Stop)")]
    public async Task Complete_InvalidBody_Fails(string body, string reason)
    {
        _server.Respond = Body(body);

        await ShouldFailAsync(reason);
    }

    [Fact]
    public async Task Complete_HugeBody_FailsAtTheLimit()
    {
        _options.MaxResponseBytes = 10_000;
        _server.Respond = Reply(new string('x', 20_000));

        await ShouldFailAsync("the response exceeds 10000 bytes");
    }

    [Fact]
    public async Task Complete_BodyBelowTheLimit_Succeeds()
    {
        _options.MaxResponseBytes = 30_000;
        _server.Respond = Reply(new string('x', 20_000));
        await using var models = await ModelServices.StartAsync(_database, _options);

        (await models.Client.CompleteAsync(Request(), Cancellation, Cancellation)).Text.Length.ShouldBe(20_000);
    }

    [Fact]
    public async Task Complete_ConnectionBreaksInTheResponse_Fails()
    {
        _server.Respond = Abort();

        await ShouldFailAsync("connection failed: ");
    }

    [Fact]
    public async Task Complete_NothingListens_NamesTheAddress()
    {
        var url = _server.Url;
        await _server.DisposeAsync();

        await ShouldFailAsync($"connection failed: Connection refused ({url.Authority})");
    }

    [Fact]
    public async Task Complete_NegativeUsage_Fails()
    {
        _server.Respond = Reply(inputTokens: -5);

        await ShouldFailAsync("the response reports -5 input tokens and 200 output tokens");
    }

    [Fact]
    public async Task Complete_EmptyTextWithUsage_FailsAndIsCharged()
    {
        _server.Respond = Reply("");
        await using var models = await ModelServices.StartAsync(_database, _options);

        await Should.ThrowAsync<ModelException>(() => models.Client.CompleteAsync(Request(), Cancellation, Cancellation));

        (await models.Budgets.SpentByRunAsync("run-1", Cancellation)).ShouldBe(0.008);
        var scrape = models.Scrape();
        scrape.Value("orchestrator_llm_tokens_used", ("model", "m"), ("kind", "input")).ShouldBe(1000);
        scrape.Value("orchestrator_llm_errors_total", ("model", "m")).ShouldBe(1);
        scrape.Value("orchestrator_cost_attribution", ("repository", "myorg/myrepo"), ("user", "user123")).ShouldBe(0.008);
    }

    [Fact]
    public async Task Complete_NoUsage_CostsNothingAndWarns()
    {
        _server.Respond = Reply(hasUsage: false);
        await using var models = await ModelServices.StartAsync(_database, _options);

        (await models.Client.CompleteAsync(Request(), Cancellation, Cancellation)).CostUsd.ShouldBe(0);

        models.Logs.ToString().ShouldContain("Response on the Primary leg (m) contains no usage; its cost is recorded as 0.");
    }

    [Fact]
    public async Task Complete_ResponseAfterTwoMinutes_TimesOut()
    {
        var time = new ManualTime();
        _server.Respond = Never();
        await using var models = await ModelServices.StartAsync(_database, _options, time);

        var call = models.Client.CompleteAsync(Request(), Cancellation, Cancellation);
        await Waiting.UntilAsync(() => _server.Calls.Count == 1, "the call");
        time.Advance(TimeSpan.FromMinutes(2));

        var exception = await Should.ThrowAsync<ModelException>(() => call.WithTimeout());
        exception.Message.ShouldBe("Model call failed: primary leg (m): no response within 100 s.");
        models.Scrape().Value("orchestrator_llm_errors_total", ("model", "m")).ShouldBe(1);
    }

    [Fact]
    public async Task Complete_Canceled_IsNotAFailure()
    {
        _server.Respond = Never();
        await using var models = await ModelServices.StartAsync(_database, _options);

        for (var i = 1; i <= 10; i++)
        {
            using var canceled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var call = models.Client.CompleteAsync(Request(), canceled.Token, Cancellation);
            await Waiting.UntilAsync(() => _server.Calls.Count == i, $"call {i}");
            await canceled.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => call.WithTimeout());
        }

        models.Scrape().Value("orchestrator_llm_calls_total", ("model", "m")).ShouldBe(0);
        _server.Respond = Reply();
        (await models.Client.CompleteAsync(Request(), Cancellation, Cancellation)).Text.ShouldBe("a document");
    }

    [Fact]
    public async Task Complete_AddressOfTheApplicationIsKnownLater_FailsUntilThen()
    {
        _options.Primary.Url = null;
        Uri? url = null;
        await using var models = await ModelServices.StartAsync(_database, _options, address: new ModelAddress(() => url));

        var exception = await Should.ThrowAsync<ModelException>(() => models.Client.CompleteAsync(Request(), Cancellation, Cancellation));
        exception.Message.ShouldBe("Model call failed: primary leg (m): no address is configured (url).");
        models.Scrape().Value("orchestrator_llm_calls_total", ("model", "m")).ShouldBe(0);

        url = _server.Url;
        (await models.Client.CompleteAsync(Request(), Cancellation, Cancellation)).Text.ShouldBe("a document");

        await using var moved = await ChatModelStandIn.StartAsync(Reply());
        url = moved.Url;
        await models.Client.CompleteAsync(Request(), Cancellation, Cancellation);
        moved.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Start_NoAddress_Warns()
    {
        _options.Primary.Url = null;
        await using var models = await ModelServices.StartAsync(_database, _options);

        models.Logs.ToString().ShouldContain("The Primary leg has no address; calls fail until models:primary:url is set.");
    }

    [Theory]
    [InlineData(Complexity.Trivial, "cheap")]
    [InlineData(Complexity.Medium, "m")]
    [InlineData(Complexity.VeryHigh, "expensive")]
    public async Task Complete_ModelsByComplexity_SelectsTheModel(object complexity, string model)
    {
        _options.Primary.Models = new Dictionary<string, string> { ["TRIVIAL"] = "cheap", ["very_high"] = "expensive" };
        await using var models = await ModelServices.StartAsync(_database, _options);

        var reply = await models.Client.CompleteAsync(Request() with { Complexity = (Complexity)complexity }, Cancellation, Cancellation);

        reply.Model.ShouldBe(model);
        _server.Calls.ShouldHaveSingleItem().Model.ShouldBe(model);
    }

    [Fact]
    public async Task Complete_ModelOfTheRequest_IsUsed()
    {
        await using var models = await ModelServices.StartAsync(_database, _options);

        (await models.Client.CompleteAsync(Request() with { Model = "special" }, Cancellation, Cancellation)).Model.ShouldBe("special");
    }

    [Fact]
    public async Task Start_Always_CreatesTheSeriesOfTheModels()
    {
        _options.Primary.Models = new Dictionary<string, string> { ["LOW"] = "cheap" };
        await using var models = await ModelServices.StartAsync(_database, _options);

        var scrape = models.Scrape();
        foreach (var model in new[] { "m", "cheap" })
        {
            scrape.Value("orchestrator_llm_calls_total", ("model", model)).ShouldBe(0);
            scrape.Value("orchestrator_llm_errors_total", ("model", model)).ShouldBe(0);
            scrape.Value("orchestrator_llm_tokens_used", ("model", model), ("kind", "output")).ShouldBe(0);
        }
        scrape.Find("orchestrator_llm_dual_failover_total", ("tier", "LOW"), ("from_leg", "primary"), ("to_leg", "secondary")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Complete_Concurrent_AddsEachCostOnce()
    {
        await using var models = await ModelServices.StartAsync(_database, _options);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => models.Client.CompleteAsync(Request(), Cancellation, Cancellation)));

        var sum = replies.Sum(reply => reply.CostUsd);
        sum.ShouldBe(0.4, 1e-9);
        (await models.Budgets.SpentByRunAsync("run-1", Cancellation)).ShouldBe(sum, 1e-9);
        models.Scrape().Value("orchestrator_cost_attribution", ("repository", "myorg/myrepo"), ("user", "user123")).ShouldBe(sum, 1e-9);
    }

    private async Task ShouldFailAsync(string reason)
    {
        await using var models = await ModelServices.StartAsync(_database, _options);

        var exception = await Should.ThrowAsync<ModelException>(() => models.Client.CompleteAsync(Request(), Cancellation, Cancellation));

        exception.Message.ShouldStartWith($"Model call failed: primary leg (m): {reason}");
        exception.Message.ShouldEndWith(".");
        exception.ToString().ShouldNotContain(Key);
        models.Logs.ToString().ShouldContain(reason);
        models.Logs.ToString().ShouldNotContain(Key);
        var scrape = models.Scrape();
        scrape.Value("orchestrator_llm_calls_total", ("model", "m")).ShouldBe(1);
        scrape.Value("orchestrator_llm_errors_total", ("model", "m")).ShouldBe(1);
        (await models.Budgets.SpentByRunAsync("run-1", Cancellation)).ShouldBe(0);
        TestContext.Current.TestOutputHelper?.WriteLine(exception.Message);
    }

    private static ModelRequest Request() =>
        new("run-1", "myorg/myrepo", "user123", Complexity.Medium, null, [new(true, "Be brief."), new(false, "What is 1 + 1? ü 😀")]);
}
