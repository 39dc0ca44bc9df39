using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;
using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Providers;

/// <summary>A provider of language models: an entry of the list <c>providers</c>. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ProviderOptions
{
    /// <summary>The name, which is the value of the label <c>service_type</c>: 1 to 64 lowercase letters, digits, - and _. Required.</summary>
    [Required]
    [RegularExpression("[a-z0-9_-]{1,64}", ErrorMessage = "must consist of 1 to 64 lowercase letters, digits, - and _")]
    public string Name { get; set; } = "";

    /// <summary>The API of the provider: <c>anthropic</c> (the default) or <c>openai</c>.</summary>
    public ApiShape Api { get; set; }

    /// <summary>The base address, to which the path of a request is appended, for example <c>https://api.anthropic.com</c>. Required.</summary>
    [Required]
    [HttpUrl]
    public Uri? Url { get; set; }

    /// <summary>The key that replaces the credentials of the client. Null (the default) forwards the credentials of the client. It is never logged.</summary>
    [Secret]
    [RegularExpression(@"[^\p{Cc}]+", ErrorMessage = "must not contain control characters")]
    public string? ApiKey { get; set; }

    /// <summary>
    /// The models that the provider serves, by name, or by a prefix followed by <c>*</c>. Empty (the default): every model that no other provider of
    /// the same API lists.
    /// </summary>
    public IReadOnlyList<string> Models { get; set; } = [];

    /// <summary>How long the provider may be idle, before and within a response, 1 millisecond to 1 day. Default: 600 seconds.</summary>
    [DurationRange(0.001, 86_400)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(600);
}
