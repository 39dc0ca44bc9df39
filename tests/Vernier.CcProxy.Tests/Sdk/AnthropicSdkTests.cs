using Anthropic;
using Anthropic.Models.Messages;
using Vernier.CcProxy.Usage;
using Vernier.Host.Demo.LocalProvider;

namespace Vernier.CcProxy.Tests.Sdk;

public class AnthropicSdkTests
{
    [Fact]
    public async Task Create_Twice_TokensAndCostMatchTheSdk()
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        using var client = Client(app);

        var first = await client.Messages.Create(Prompt());
        var second = await client.Messages.Create(Prompt());

        await app.Hook.EndAsync();
        await app.Hook.EndAsync();
        first.Usage.CacheCreationInputTokens.ShouldBe(3);
        second.Usage.CacheReadInputTokens.ShouldBe(3);
        UsageAssert.ShouldBeIn(app, "local-anthropic", LocalModels.Small, UsageOf(first), UsageOf(second));
    }

    [Fact]
    public async Task CreateStreaming_TokensAndCostMatchTheSdk()
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        using var client = Client(app);
        TokenUsage seen = default;
        var parts = 0;

        await foreach (var streamed in client.Messages.CreateStreaming(Prompt()))
        {
            if (streamed.TryPickStart(out var start))
                seen = UsageOf(start.Message);
            else if (streamed.TryPickDelta(out var delta))
                seen = seen with { Output = delta.Usage.OutputTokens };
            else if (streamed.TryPickContentBlockDelta(out _))
                parts++;
        }

        await app.Hook.EndAsync();
        parts.ShouldBe((int)seen.Output);
        UsageAssert.ShouldBeIn(app, "local-anthropic", LocalModels.Small, seen);
    }

    private static AnthropicClient Client(CcProxyApp app) => new() { ApiKey = "local", BaseUrl = app.Client.BaseAddress!.ToString().TrimEnd('/'), MaxRetries = 0 };

    private static MessageCreateParams Prompt() => new()
    {
        Model = LocalModels.Small,
        MaxTokens = 100,
        System = new MessageCreateParamsSystem(new List<TextBlockParam> { new("Be very brief.") { CacheControl = new CacheControlEphemeral() } }),
        Messages = [new UserMessageParam("What is a gauge?")],
    };

    private static TokenUsage UsageOf(Message message) => new(
        message.Usage.InputTokens, message.Usage.OutputTokens, message.Usage.CacheReadInputTokens ?? 0, message.Usage.CacheCreationInputTokens ?? 0);
}
