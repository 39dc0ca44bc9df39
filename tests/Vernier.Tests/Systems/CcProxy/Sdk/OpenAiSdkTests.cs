using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using Vernier.Systems.CcProxy.Local;
using Vernier.Systems.CcProxy.Usage;

namespace Vernier.Tests.Systems.CcProxy.Sdk;

public class OpenAiSdkTests
{
    [Fact]
    public async Task CompleteChat_TokensAndCostAreWhatTheSdkSaw()
    {
        await using CcProxyApp app = await CcProxyApp.StartAsync(["pool:health_check_interval=0"]);

        ChatCompletion answer = await Client(app).CompleteChatAsync([new UserChatMessage("What is a gauge?")]);

        await app.Hook.EndAsync();
        answer.Content[0].Text.ShouldStartWith("This is the model provider inside the process.");
        UsageFacts.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(answer.Usage));
    }

    [Fact]
    public async Task CompleteChatStreaming_TokensAndCostAreWhatTheSdkSaw()
    {
        await using CcProxyApp app = await CcProxyApp.StartAsync(["pool:health_check_interval=0"]);
        ChatTokenUsage? usage = null;

        await foreach (StreamingChatCompletionUpdate update in Client(app).CompleteChatStreamingAsync([new UserChatMessage("What is a gauge?")]))
            usage = update.Usage ?? usage;

        await app.Hook.EndAsync();
        UsageFacts.ShouldBeIn(app, "local-openai", LocalModels.Large, UsageOf(usage.ShouldNotBeNull()));
    }

    private static ChatClient Client(CcProxyApp app) =>
        new(LocalModels.Large, new ApiKeyCredential("local"), new OpenAIClientOptions { Endpoint = new Uri(app.Client.BaseAddress!, "v1") });

    private static TokenUsage UsageOf(ChatTokenUsage usage)
    {
        int cached = usage.InputTokenDetails?.CachedTokenCount ?? 0;
        return new TokenUsage(usage.InputTokenCount - cached, usage.OutputTokenCount, cached, 0);
    }
}
