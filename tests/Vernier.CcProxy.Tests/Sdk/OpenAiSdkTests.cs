using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using Vernier.CcProxy.Usage;
using Vernier.Host.Demo.LocalProvider;

#pragma warning disable OPENAI001 // The SDK marks its client of the Responses API as experimental.

namespace Vernier.CcProxy.Tests.Sdk;

public class OpenAiSdkTests
{
    [Fact]
    public async Task CompleteChat_TokensAndCostMatchTheSdk()
    {
        await using var app = await CcProxyApp.StartLocalAsync();

        ChatCompletion response = await Client(app).CompleteChatAsync([new UserChatMessage("What is a gauge?")]);

        await app.Hook.EndAsync();
        response.Content[0].Text.ShouldStartWith("This is the local model provider of the demo.");
        UsageAssert.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(response.Usage));
    }

    [Fact]
    public async Task CompleteChatStreaming_TokensAndCostMatchTheSdk()
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        ChatTokenUsage? usage = null;

        await foreach (var update in Client(app).CompleteChatStreamingAsync([new UserChatMessage("What is a gauge?")]))
            usage = update.Usage ?? usage;

        await app.Hook.EndAsync();
        UsageAssert.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(usage.ShouldNotBeNull()));
    }

    [Fact]
    public async Task CreateResponse_TokensAndCostMatchTheSdk()
    {
        await using var app = await CcProxyApp.StartLocalAsync();

        ResponseResult response = await ResponsesClient(app).CreateResponseAsync(LocalModels.Large, "What is a gauge?");

        await app.Hook.EndAsync();
        response.GetOutputText().ShouldStartWith("This is the local model provider of the demo.");
        UsageAssert.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(response.Usage));
    }

    [Fact]
    public async Task CreateResponseStreaming_TokensAndCostMatchTheSdk()
    {
        await using var app = await CcProxyApp.StartLocalAsync();
        ResponseTokenUsage? usage = null;

        await foreach (var update in await ResponsesClient(app).CreateResponseStreamingAsync(LocalModels.Large, "What is a gauge?"))
            usage = (update as StreamingResponseCompletedUpdate)?.Response.Usage ?? usage;

        await app.Hook.EndAsync();
        UsageAssert.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(usage.ShouldNotBeNull()));
    }

    private static ResponsesClient ResponsesClient(CcProxyApp app) =>
        new(new ApiKeyCredential("local"), new ResponsesClientOptions { Endpoint = new Uri(app.Client.BaseAddress!, "v1") });

    private static TokenUsage UsageOf(ResponseTokenUsage usage)
    {
        long cached = usage.InputTokenDetails?.CachedTokenCount ?? 0;
        return new TokenUsage(usage.InputTokenCount - cached, usage.OutputTokenCount, cached, 0);
    }

    private static ChatClient Client(CcProxyApp app) =>
        new(LocalModels.Large, new ApiKeyCredential("local"), new OpenAIClientOptions { Endpoint = new Uri(app.Client.BaseAddress!, "v1") });

    private static TokenUsage UsageOf(ChatTokenUsage usage)
    {
        var cached = usage.InputTokenDetails?.CachedTokenCount ?? 0;
        return new TokenUsage(usage.InputTokenCount - cached, usage.OutputTokenCount, cached, 0);
    }
}
