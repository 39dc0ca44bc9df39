using System.Globalization;
using Microsoft.Extensions.Options;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy;

/// <summary>Validates <see cref="CcProxyOptions"/> and reports all errors at once. Messages never contain the key of a provider.</summary>
internal sealed class CcProxyOptionsValidator : IValidateOptions<CcProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, CcProxyOptions options)
    {
        string[] failures = [.. Metrics(options), .. Bodies(options), .. Providers(options.Providers), .. Prices(options.Pricing), .. Pool(options.Pool)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Metrics(CcProxyOptions options)
    {
        if (!MetricNames.IsLabelName(options.Namespace))
            yield return $"namespace: '{options.Namespace}' is not a valid prefix of metric names (letters, digits and _, not starting with a digit).";
        foreach (var buckets in Buckets(options.HistogramBuckets))
            yield return buckets;
        if (options.Port is < 0 or > 65535)
            yield return $"port: {options.Port} is not a valid port (1 to 65535, or 0 for any free port).";
        if (options.PushgatewayEnabled && options.PushgatewayUrl is null)
            yield return "pushgateway_url: Required when pushgateway_enabled is true; must be an absolute http or https URL.";
        if (options.PushgatewayUrl is { } url && Pushgateway(url) is { } failure)
            yield return $"pushgateway_url: {failure}";
        if (string.IsNullOrWhiteSpace(options.PushgatewayJob))
            yield return "pushgateway_job: Must not be empty.";
        if (options.PushgatewayPushInterval is < 1 or > 86_400)
            yield return $"pushgateway_push_interval: {options.PushgatewayPushInterval} is out of range (1 to 86400 seconds).";
    }

    /// <summary>A URL with credentials is not shown: it may contain a password.</summary>
    private static string? Pushgateway(string url) =>
        url.Contains('@', StringComparison.Ordinal) ? "Credentials in the URL are not supported."
        : !IsHttpUrl(url) ? $"'{url}' is not an absolute http or https URL."
        : new Uri(url) is { Fragment: not "" } || url.Contains("/metrics/job", StringComparison.Ordinal) ? $"'{url}' must not contain /metrics/job or a fragment."
        : null;

    private static IEnumerable<string> Buckets(IReadOnlyList<double> bounds)
    {
        var text = $"histogram_buckets: [{string.Join(", ", bounds.Select(b => b.ToString(CultureInfo.InvariantCulture)))}]";
        if (bounds.Count == 0)
            yield return "histogram_buckets: At least one upper bound is required.";
        else if (!bounds.All(double.IsFinite))
            yield return $"{text} must contain only finite numbers; the bucket +Inf is added automatically.";
        else if (!bounds.Zip(bounds.Skip(1)).All(pair => pair.First < pair.Second))
            yield return $"{text} must be in ascending order without duplicates.";
    }

    private static IEnumerable<string> Providers(IReadOnlyList<ProviderOptions> providers)
    {
        for (var i = 0; i < providers.Count; i++)
        {
            var provider = providers[i];
            var key = $"providers:{i}";
            if (provider.Name.Length is 0 or > 64 || !provider.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
                yield return $"{key}:name: '{provider.Name}' is not a valid name (1 to 64 lower-case letters, digits, - and _).";
            else if (providers.Take(i).Any(other => other.Name == provider.Name))
                yield return $"{key}:name: Duplicate name '{provider.Name}'.";
            if (!IsHttpUrl(provider.Url))
                yield return $"{key}:url: '{provider.Url}' is not an absolute http or https URL.";
            if (!(provider.Timeout is > 0 and <= 86_400))
                yield return $"{key}:timeout: {Text(provider.Timeout)} is out of range (more than 0, at most 86400 seconds).";
            if (provider.ApiKey is { } secret && (secret.Length == 0 || secret.Any(char.IsControl)))
                yield return $"{key}:api_key: Must not be empty or contain control characters.";
        }
    }

    private static IEnumerable<string> Prices(IReadOnlyList<PriceOptions> prices)
    {
        for (var i = 0; i < prices.Count; i++)
        {
            var price = prices[i];
            var key = $"pricing:{i}";
            if (string.IsNullOrWhiteSpace(price.Model))
                yield return $"{key}:model: Required; a model name, or a prefix followed by *.";
            else if (prices.Take(i).Any(other => other.Model == price.Model))
                yield return $"{key}:model: Duplicate model '{price.Model}'.";
            (string Key, double Value)[] figures =
                [("input", price.Input), ("output", price.Output), ("cache_read", price.CacheRead), ("cache_write", price.CacheWrite)];
            foreach (var (figure, value) in figures.Where(f => !(f.Value is >= 0 and <= 1_000_000)))
                yield return $"{key}:{figure}: {Text(value)} is out of range (0 to 1000000 US dollars per million tokens).";
        }
    }

    private static IEnumerable<string> Bodies(CcProxyOptions options)
    {
        if (options.MaxRequestBodyBytes is < 1 or > 1 << 30)
            yield return $"max_request_body_bytes: {options.MaxRequestBodyBytes} is out of range (1 to {1 << 30} bytes).";
        if (options.MaxBufferedBodyBytes < options.MaxRequestBodyBytes)
            yield return $"max_buffered_body_bytes: {options.MaxBufferedBodyBytes} is less than max_request_body_bytes ({options.MaxRequestBodyBytes}).";
    }

    private static IEnumerable<string> Pool(PoolOptions pool)
    {
        if (pool.MaxClients is < 1 or > 10_000)
            yield return $"pool:max_clients: {pool.MaxClients} is out of range (1 to 10000).";
        if (pool.MinClients < 0 || pool.MinClients > pool.MaxClients)
            yield return $"pool:min_clients: {pool.MinClients} is out of range (0 to max_clients, {pool.MaxClients}).";
        if (!(pool.AcquireTimeout is >= 0.001 and <= 3600))
            yield return $"pool:acquire_timeout: {Text(pool.AcquireTimeout)} is out of range (0.001 to 3600 seconds).";
        if (!(pool.IdleTimeout is >= 1 and <= 86_400))
            yield return $"pool:idle_timeout: {Text(pool.IdleTimeout)} is out of range (1 to 86400 seconds).";
        if (!(pool.HealthCheckInterval is 0 or (>= 0.001 and <= 86_400)))
            yield return $"pool:health_check_interval: {Text(pool.HealthCheckInterval)} is out of range (0.001 to 86400 seconds, or 0 to turn health checks off).";
        if (!(pool.HealthCheckTimeout is >= 0.001 and <= 3600))
            yield return $"pool:health_check_timeout: {Text(pool.HealthCheckTimeout)} is out of range (0.001 to 3600 seconds).";
    }

    private static bool IsHttpUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is ("http" or "https");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
