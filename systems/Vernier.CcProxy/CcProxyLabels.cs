using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;

namespace Vernier.CcProxy;

/// <summary>The labels of the request counter.</summary>
internal readonly record struct RequestLabels(
    [property: Label(Description = "The HTTP method.")] RequestMethod Method,
    [property: Label(Description = "The route.")] ApiRoute Endpoint,
    [property: Label(MaxValues = CcProxyLabels.MaxModels, Description = "The model if the configuration contains it or the provider accepted it; otherwise unknown.")]
    string Model,
    [property: Label(MaxValues = CcProxyLabels.MaxStatuses, Description = "The HTTP status of the provider, or error for a failed request.")] string Status,
    [property: Label(MaxValues = CcProxyLabels.MaxProviders, Description = "The provider's name in the configuration.")] string ServiceType);

/// <summary>The labels of the response times.</summary>
internal readonly record struct DurationLabels(
    [property: Label(MaxValues = CcProxyLabels.MaxModels, Description = "The model.")] string Model,
    [property: Label(Description = "The route.")] ApiRoute Endpoint,
    [property: Label(MaxValues = CcProxyLabels.MaxProviders, Description = "The provider's name in the configuration.")] string ServiceType);

/// <summary>The labels of the token counter.</summary>
internal readonly record struct TokenLabels(
    [property: Label(Description = "The kind of tokens; each token is counted once.")] TokenKind Type,
    [property: Label(MaxValues = CcProxyLabels.MaxModels, Description = "The model.")] string Model,
    [property: Label(MaxValues = CcProxyLabels.MaxProviders, Description = "The provider's name in the configuration.")] string ServiceType);

/// <summary>The labels of the cost counter.</summary>
internal readonly record struct CostLabels(
    [property: Label(MaxValues = CcProxyLabels.MaxModels, Description = "The model.")] string Model,
    [property: Label(Description = "The kind of tokens that were paid for; the sum over all kinds is the total.")] TokenKind CostType,
    [property: Label(MaxValues = CcProxyLabels.MaxProviders, Description = "The provider's name in the configuration.")] string ServiceType);

/// <summary>The labels of the error counter.</summary>
internal readonly record struct ErrorLabels(
    [property: Label(Description = "The kind of error; the kinds that the provider causes start with provider_.")] ErrorKind ErrorType,
    [property: Label(Description = "The route.")] ApiRoute Endpoint,
    [property: Label(MaxValues = CcProxyLabels.MaxModels, Description = "The model.")] string Model,
    [property: Label(MaxValues = CcProxyLabels.MaxProviders, Description = "The provider's name in the configuration.")] string ServiceType);

/// <summary>The labels of the info metric.</summary>
internal readonly record struct InfoLabels(
    [property: Label(Description = "The version of the proxy.")] string Version,
    [property: Label(Description = "Always true while metrics are enabled.")] bool MetricsEnabled);

/// <summary>The label of the counter of dropped events.</summary>
internal readonly record struct HookEventLabels([property: Label(Description = "The event.")] HookEvent Event);

/// <summary>The label of the counter of failed hooks.</summary>
internal readonly record struct HookLabels([property: Label(MaxValues = CcProxyLabels.MaxHooks, Description = "The hook's name.")] string Hook);

/// <summary>The kinds of tokens. Each kind has its own price.</summary>
internal enum TokenKind
{
    Input,
    Output,
    CacheRead,
    CacheWrite,
}

/// <summary>The maximum number of values of labels with an open set of values.</summary>
internal static class CcProxyLabels
{
    public const int MaxModels = 200;
    public const int MaxProviders = 50;
    public const int MaxStatuses = 100;
    public const int MaxHooks = 100;
}
