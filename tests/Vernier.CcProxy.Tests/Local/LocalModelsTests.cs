using System.Net;
using System.Text.Json;
using Vernier.CcProxy.Hooks;
using Vernier.Testing.Parsing;

namespace Vernier.CcProxy.Tests.Local;

public class LocalModelsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Responses_SamePromptTwice_SecondReadsTheInstructionsFromTheCache(bool stream)
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        var request = JsonSerializer.Serialize(new { model = "local-small", instructions = "Be brief please.", input = "What is a gauge?", max_output_tokens = 5, stream });

        foreach (var _ in new[] { 1, 2 })
        {
            using var response = await app.PostAsync("/v1/responses", request);
            (await response.Content.ReadAsStringAsync()).ShouldContain("\"status\":\"completed\"");
            await app.Hook.EndAsync();
        }

        var scrape = app.ScrapeAtRest();
        Tokens(scrape, "input").ShouldBe(7 + 4);
        Tokens(scrape, "cache_read").ShouldBe(3);
        Tokens(scrape, "output").ShouldBe(10);
    }

    [Theory]
    [InlineData("local-error", 500, "provider_server_error")]
    [InlineData("local-rate-limit", 429, "provider_rate_limit")]
    public async Task Post_FailingModel_FailsAsNamed(string model, int status, string kind)
    {
        await using var app = await CcProxyApp.StartLocalAsync();

        using var response = await app.PostAsync("/v1/messages", $$"""{"model":"{{model}}"}""");
        await app.Hook.EndAsync();

        ((int)response.StatusCode).ShouldBe(status);
        app.ScrapeAtRest().Total("ccproxy_errors_total", ("error_type", kind), ("service_type", "local-anthropic")).ShouldBe(1);
    }

    [Fact]
    public async Task Post_InstructionsWithAVerdict_FifthResponseRequestsChanges()
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        var request = JsonSerializer.Serialize(new
        {
            model = "local-small",
            messages = new[] { new { role = "system", content = "End with VERDICT: APPROVED or VERDICT: REWORK." }, new { role = "user", content = "Review it." } },
        });

        var verdicts = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var response = await app.PostAsync("/v1/chat/completions", request);
            var completion = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            verdicts.Add(completion.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!.Split('\n')[^1]);
        }

        verdicts.ShouldBe([.. Enumerable.Repeat("VERDICT: APPROVED", 4), "VERDICT: REWORK"]);
    }

    [Fact]
    public async Task Post_CutModelInBothApis_IsAFailedRequest()
    {
        await using var app = await CcProxyApp.StartLocalAsync();

        foreach (var path in new[] { "/v1/messages", "/v1/chat/completions" })
        {
            using var response = await app.PostAsync(path, """{"model":"local-cut","stream":true}""");
            await Should.ThrowAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
            (await app.Hook.EndAsync()).Event.ShouldBe(HookEvent.RequestFailed);
        }

        app.ScrapeAtRest().Total("ccproxy_errors_total", ("error_type", "provider_stream_cut"), ("model", "local-cut")).ShouldBe(2);
    }

    [Fact]
    public async Task Get_Models_ListsTheTwoThatWork()
    {
        await using var app = await CcProxyApp.StartLocalAsync();

        var list = JsonDocument.Parse(await app.Client.GetStringAsync("/v1/models")).RootElement;

        list.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()).ShouldBe(["local-small", "local-large"]);
    }

    [Fact]
    public async Task Post_NotAJsonObject_IsRejectedByTheProxy()
    {
        await using var app = await CcProxyApp.StartLocalAsync();

        (await app.PostAsync("/v1/chat/completions", "[]")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static double Tokens(ParsedExposition scrape, string type) =>
        scrape.Value("ccproxy_tokens_total", ("type", type), ("model", "local-small"), ("service_type", "local-openai"));
}
