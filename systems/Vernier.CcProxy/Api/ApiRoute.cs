
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

/// <summary>The HTTP methods of the proxy's routes; the values of the label <c>method</c>.</summary>
public enum RequestMethod
{
    /// <summary>Sends a prompt to a model.</summary>
    [LabelValue("POST")]
    Post,

    /// <summary>Lists models.</summary>
    [LabelValue("GET")]
    Get,
}

/// <summary>The two families of language model APIs.</summary>
public enum ApiShape
{
    /// <summary>Anthropic's: <c>/v1/messages</c>.</summary>
    Anthropic,

    /// <summary>OpenAI's: <c>/v1/chat/completions</c>, <c>/v1/responses</c>, <c>/v1/models</c>.</summary>
    OpenAi,
}
