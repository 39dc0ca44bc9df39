using System.Globalization;
using Microsoft.Extensions.Options;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy;

/// <summary>Checks <see cref="CcProxyOptions"/>, and finds all mistakes at once. A key of a provider is never in a message.</summary>
internal sealed class CcProxyOptionsValidator : IValidateOptions<CcProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, CcProxyOptions options)
    {
        string[] mistakes = [.. Metrics(options), .. Providers(options.Providers), .. Prices(options.Pricing), .. Pool(options.Pool)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> Metrics(CcProxyOptions options)
    {
        if (!MetricNames.IsLabelName(options.Namespace))
            yield return $"namespace: '{options.Namespace}' cannot begin the name of a metric; allowed are letters, digits and _, not a digit first.";
        foreach (var buckets in Buckets(options.HistogramBuckets))
            yield return buckets;
        if (options.Port is < 0 or > 65535)
            yield return $"port: {options.Port} is not a port; allowed are 1 to 65535, and 0 for any free one.";
        if (options.PushgatewayEnabled && options.PushgatewayUrl is null)
            yield return "pushgateway_url: is missing, and pushgateway_enabled is true; it is an absolute http or https URL.";
        if (options.PushgatewayUrl is { } url && Pushgateway(url) is { } mistake)
            yield return $"pushgateway_url: {mistake}";
        if (string.IsNullOrWhiteSpace(options.PushgatewayJob))
            yield return "pushgateway_job: has no value.";
        if (options.PushgatewayPushInterval is < 1 or > 86_400)
            yield return $"pushgateway_push_interval: {options.PushgatewayPushInterval} is not 1 to 86400 seconds.";
    }

    /// <summary>What is before an @ is not shown: it may be a password.</summary>
    private static string? Pushgateway(string url) =>
        url.Contains('@', StringComparison.Ordinal) ? "has a user or password in it, which is not supported."
        : !IsHttpUrl(url) ? $"'{url}' is not an absolute http or https URL."
        : new Uri(url) is { Fragment: not "" } || url.Contains("/metrics/job", StringComparison.Ordinal) ? $"'{url}' must end before /metrics/job, without a fragment."
        : null;

    private static IEnumerable<string> Buckets(IReadOnlyList<double> bounds)
    {
        var text = $"histogram_buckets: [{string.Join(", ", bounds.Select(b => b.ToString(CultureInfo.InvariantCulture)))}]";
        if (bounds.Count == 0)
            yield return "histogram_buckets: there is no bucket; at least one upper bound is needed.";
        else if (!bounds.All(double.IsFinite))
            yield return $"{text} is not all finite numbers (the bucket +Inf is always there by itself).";
        else if (!bounds.Zip(bounds.Skip(1)).All(pair => pair.First < pair.Second))
            yield return $"{text} is not in ascending order without repetition.";
    }

    private static IEnumerable<string> Providers(IReadOnlyList<ProviderOptions> providers)
    {
        for (var i = 0; i < providers.Count; i++)
        {
            var provider = providers[i];
            var key = $"providers:{i}";
            if (provider.Name.Length is 0 or > 64 || !provider.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
                yield return $"{key}:name: '{provider.Name}' is not a name; allowed are 1 to 64 lower-case letters, digits, - and _.";
            else if (providers.Take(i).Any(other => other.Name == provider.Name))
                yield return $"{key}:name: '{provider.Name}' is there twice.";
            if (!IsHttpUrl(provider.Url))
                yield return $"{key}:url: '{provider.Url}' is not an absolute http or https URL.";
            if (!(provider.Timeout is > 0 and <= 86_400))
                yield return $"{key}:timeout: {Text(provider.Timeout)} is not more than 0 and at most 86400 seconds.";
            if (provider.ApiKey is { } secret && (secret.Length == 0 || secret.Any(char.IsControl)))
                yield return $"{key}:api_key: is empty or has control characters.";
        }
    }

    private static IEnumerable<string> Prices(IReadOnlyList<PriceOptions> prices)
    {
        for (var i = 0; i < prices.Count; i++)
        {
            var price = prices[i];
            var key = $"pricing:{i}";
            if (string.IsNullOrWhiteSpace(price.Model))
                yield return $"{key}:model: has no value; it is a model's name, or the beginning of several followed by *.";
            else if (prices.Take(i).Any(other => other.Model == price.Model))
                yield return $"{key}:model: '{price.Model}' is there twice.";
            (string Key, double Value)[] figures =
                [("input", price.Input), ("output", price.Output), ("cache_read", price.CacheRead), ("cache_write", price.CacheWrite)];
            foreach (var (figure, value) in figures.Where(f => !(f.Value is >= 0 and <= 1_000_000)))
                yield return $"{key}:{figure}: {Text(value)} is not 0 to 1000000 US dollars for a million tokens.";
        }
    }

    private static IEnumerable<string> Pool(PoolOptions pool)
    {
        if (pool.MaxClients is < 1 or > 10_000)
            yield return $"pool:max_clients: {pool.MaxClients} is not 1 to 10000 clients.";
        if (pool.MinClients < 0 || pool.MinClients > pool.MaxClients)
            yield return $"pool:min_clients: {pool.MinClients} is not 0 to max_clients ({pool.MaxClients}).";
        if (!(pool.AcquireTimeout is >= 0.001 and <= 3600))
            yield return $"pool:acquire_timeout: {Text(pool.AcquireTimeout)} is not 0.001 to 3600 seconds.";
        if (!(pool.IdleTimeout is >= 1 and <= 86_400))
            yield return $"pool:idle_timeout: {Text(pool.IdleTimeout)} is not 1 to 86400 seconds.";
        if (!(pool.HealthCheckInterval is 0 or (>= 0.001 and <= 86_400)))
            yield return $"pool:health_check_interval: {Text(pool.HealthCheckInterval)} is not 0 (never), or 0.001 to 86400 seconds.";
        if (!(pool.HealthCheckTimeout is >= 0.001 and <= 3600))
            yield return $"pool:health_check_timeout: {Text(pool.HealthCheckTimeout)} is not 0.001 to 3600 seconds.";
    }

    private static bool IsHttpUrl(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is ("http" or "https");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
