using Microsoft.Extensions.Configuration;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Providers;

/// <summary>A provider of language models: an entry of the list <c>providers</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// Gets or sets the name, the value of the label <c>service_type</c>: 1 to 64 lower-case letters, digits, - and _. Required and unique. Key:
    /// <c>name</c>.
    /// </summary>
    [ConfigurationKeyName("name")]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the API of the provider: <c>anthropic</c> or <c>openai</c>. Default: <c>anthropic</c>. Key: <c>api</c>.</summary>
    [ConfigurationKeyName("api")]
    public ApiShape Api { get; set; }

    /// <summary>
    /// Gets or sets the address to which the path of a request is appended, an absolute http or https URL such as
    /// <c>https://api.anthropic.com</c>. Required. Key: <c>url</c>.
    /// </summary>
    [ConfigurationKeyName("url")]
    public string Url { get; set; } = "";

    /// <summary>
    /// Gets or sets the key that replaces the credentials of the client. It is never logged. Default: null, which forwards the client's credentials.
    /// Key: <c>api_key</c>.
    /// </summary>
    [ConfigurationKeyName("api_key")]
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gets or sets the models that the provider serves: names, or prefixes followed by <c>*</c>. Default: empty, which means every model that no
    /// other provider of the same API lists. Key: <c>models</c>.
    /// </summary>
    [ConfigurationKeyName("models")]
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>
    /// Gets or sets the idle timeout: how many seconds may pass without activity before or within a response; more than 0, at most 86,400. Default:
    /// 600. Key: <c>timeout</c>.
    /// </summary>
    [ConfigurationKeyName("timeout")]
    public double Timeout { get; set; } = 600;
}
