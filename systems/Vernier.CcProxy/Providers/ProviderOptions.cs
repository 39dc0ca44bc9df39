using Microsoft.Extensions.Configuration;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Providers;

/// <summary>A provider of language models: an entry of the list <c>providers</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>Its name: the value of the label <c>service_type</c>; lower-case letters, digits, - and _. Key: <c>name</c>, required.</summary>
    [ConfigurationKeyName("name")]
    public string Name { get; set; } = "";

    /// <summary>Which interface it speaks. Key: <c>api</c>, <c>anthropic</c> (the default) or <c>openai</c>.</summary>
    [ConfigurationKeyName("api")]
    public ApiShape Api { get; set; }

    /// <summary>Its address, to which the path of a request is appended, e.g. <c>https://api.anthropic.com</c>. Key: <c>url</c>, required.</summary>
    [ConfigurationKeyName("url")]
    public string Url { get; set; } = "";

    /// <summary>
    /// The key that the proxy presents instead of the client's credentials; null (the default): those of the client go through. It is never logged.
    /// Key: <c>api_key</c>.
    /// </summary>
    [ConfigurationKeyName("api_key")]
    public string? ApiKey { get; set; }

    /// <summary>
    /// The models that it serves, by name, or by the beginning of their names followed by <c>*</c>. None (the default): every model that no other
    /// provider of the same interface names. Key: <c>models</c>.
    /// </summary>
    [ConfigurationKeyName("models")]
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>How long it may be silent, before its answer and within it, in seconds. Default: 600. Key: <c>timeout</c>.</summary>
    [ConfigurationKeyName("timeout")]
    public double Timeout { get; set; } = 600;
}
