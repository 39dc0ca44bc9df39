namespace Vernier.CcProxy.Api;

/// <summary>The two families of interfaces that language models are offered by.</summary>
public enum ApiShape
{
    /// <summary>Anthropic's: <c>/v1/messages</c>.</summary>
    Anthropic,

    /// <summary>OpenAI's: <c>/v1/chat/completions</c>, <c>/v1/responses</c>, <c>/v1/models</c>.</summary>
    OpenAi,
}
