using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;
using Vernier.CcProxy.Local;
using Vernier.CcProxy.Usage;

#pragma warning disable OPENAI001 // The SDK calls its client of the Responses API experimental.

namespace Vernier.CcProxy.Tests.Sdk;

public class OpenAiSdkTests
{
    [Fact]
    public async Task CompleteChat_TokensAndCostAreWhatTheSdkSaw()
    {
        await using var app = await CcProxyApp.StartAsync(["pool:health_check_interval=0"]);

        ChatCompletion answer = await Client(app).CompleteChatAsync([new UserChatMessage("What is a gauge?")]);

        await app.Hook.EndAsync();
        answer.Content[0].Text.ShouldStartWith("This is the model provider inside the process.");
        UsageFacts.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(answer.Usage));
    }

    [Fact]
    public async Task CompleteChatStreaming_TokensAndCostAreWhatTheSdkSaw()
    {
        await using var app = await CcProxyApp.StartAsync(["pool:health_check_interval=0"]);
        ChatTokenUsage? usage = null;

        await foreach (var update in Client(app).CompleteChatStreamingAsync([new UserChatMessage("What is a gauge?")]))
            usage = update.Usage ?? usage;

        await app.Hook.EndAsync();
        UsageFacts.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(usage.ShouldNotBeNull()));
    }

    [Fact]
    public async Task CreateResponse_TokensAndCostAreWhatTheSdkSaw()
    {
        await using var app = await CcProxyApp.StartAsync(["pool:health_check_interval=0"]);

        ResponseResult answer = await ResponsesClient(app).CreateResponseAsync(LocalModels.Large, "What is a gauge?");

        await app.Hook.EndAsync();
        answer.GetOutputText().ShouldStartWith("This is the model provider inside the process.");
        UsageFacts.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(answer.Usage));
    }

    [Fact]
    public async Task CreateResponseStreaming_TokensAndCostAreWhatTheSdkSaw()
    {
        await using var app = await CcProxyApp.StartAsync(["pool:health_check_interval=0"]);
        ResponseTokenUsage? usage = null;

        await foreach (var update in await ResponsesClient(app).CreateResponseStreamingAsync(LocalModels.Large, "What is a gauge?"))
            usage = (update as StreamingResponseCompletedUpdate)?.Response.Usage ?? usage;

        await app.Hook.EndAsync();
        UsageFacts.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(usage.ShouldNotBeNull()));
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
