using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Providers;

/// <summary>A provider of language models: an entry of the list <c>providers</c>.</summary>
[SnakeCaseKeys]
public sealed class ProviderOptions
{
    /// <summary>
    /// Gets or sets the name, the value of the label <c>service_type</c>: 1 to 64 lower-case letters, digits, - and _. Required and unique.
    /// </summary>
    [Required]
    [RegularExpression("[a-z0-9_-]{1,64}", ErrorMessage = "must consist of 1 to 64 lowercase letters, digits, - and _")]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the API of the provider: <c>anthropic</c> or <c>openai</c>. Default: <c>anthropic</c>.</summary>
    public ApiShape Api { get; set; }

    /// <summary>
    /// Gets or sets the address to which the path of a request is appended, an absolute http or https URL such as
    /// <c>https://api.anthropic.com</c>. Required.
    /// </summary>
    [Required]
    [HttpUrl]
    public Uri? Url { get; set; }

    /// <summary>
    /// Gets or sets the key that replaces the credentials of the client. It is never logged. Default: null, which forwards the client's credentials.
    /// </summary>
    [Secret]
    [RegularExpression(@"[^\p{Cc}]+", ErrorMessage = "must not contain control characters")]
    public string? ApiKey { get; set; }

    /// <summary>
    /// Gets or sets the models that the provider serves: names, or prefixes followed by <c>*</c>. Default: empty, which means every model that no
    /// other provider of the same API lists.
    /// </summary>
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>
    /// Gets or sets the idle timeout: how long a response may be without activity, before and after its start, 1 millisecond to 1 day. Default: 600
    /// seconds.
    /// </summary>
    [DurationRange(0.001, 86_400)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(600);
}
