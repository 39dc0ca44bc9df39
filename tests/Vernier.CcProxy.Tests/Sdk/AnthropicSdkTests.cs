using Anthropic;
using Anthropic.Models.Messages;
using Vernier.Host.Demo.LocalProvider;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Tests.Sdk;

public class AnthropicSdkTests
{
    [Fact]
    public async Task Create_Twice_TokensAndCostAreWhatTheSdkSaw()
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        using var client = Client(app);

        var first = await client.Messages.Create(Question());
        var second = await client.Messages.Create(Question());

        await app.Hook.EndAsync();
        await app.Hook.EndAsync();
        first.Usage.CacheCreationInputTokens.ShouldBe(3);
        second.Usage.CacheReadInputTokens.ShouldBe(3);
        UsageFacts.ShouldBeIn(app, "local-anthropic", LocalModels.Small, UsageOf(first), UsageOf(second));
    }

    [Fact]
    public async Task CreateStreaming_TokensAndCostAreWhatTheSdkSaw()
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        using var client = Client(app);
        TokenUsage seen = default;
        var pieces = 0;

        await foreach (var streamed in client.Messages.CreateStreaming(Question()))
        {
            if (streamed.TryPickStart(out var start))
                seen = UsageOf(start.Message);
            else if (streamed.TryPickDelta(out var delta))
                seen = seen with { Output = delta.Usage.OutputTokens };
            else if (streamed.TryPickContentBlockDelta(out _))
                pieces++;
        }

        await app.Hook.EndAsync();
        pieces.ShouldBe((int)seen.Output);
        UsageFacts.ShouldBeIn(app, "local-anthropic", LocalModels.Small, seen);
    }

    private static AnthropicClient Client(CcProxyApp app) => new() { ApiKey = "local", BaseUrl = app.Client.BaseAddress!.ToString().TrimEnd('/'), MaxRetries = 0 };

    private static MessageCreateParams Question() => new()
    {
        Model = LocalModels.Small,
        MaxTokens = 100,
        System = new MessageCreateParamsSystem(new List<TextBlockParam> { new("Be very brief.") { CacheControl = new CacheControlEphemeral() } }),
        Messages = [new UserMessageParam("What is a gauge?")],
    };

    private static TokenUsage UsageOf(Message message) => new(
        message.Usage.InputTokens, message.Usage.OutputTokens, message.Usage.CacheReadInputTokens ?? 0, message.Usage.CacheCreationInputTokens ?? 0);
}
