namespace Vernier.CcProxy.Api;

/// <summary>The routes of the proxy; the values of the label <c>endpoint</c>.</summary>
public enum ApiRoute
{
    /// <summary>Anthropic's Messages API.</summary>
    [LabelValue("/v1/messages")]
    Messages,

    /// <summary>OpenAI's Chat Completions API.</summary>
    [LabelValue("/v1/chat/completions")]
    ChatCompletions,

    /// <summary>OpenAI's Responses API.</summary>
    [LabelValue("/v1/responses")]
    Responses,

    /// <summary>The list of models.</summary>
    [LabelValue("/v1/models")]
    Models,
}
