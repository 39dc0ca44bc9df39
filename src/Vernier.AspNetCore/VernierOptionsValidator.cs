using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AspNetCore;

/// <summary>Without validation attributes, whose assembly every application would load when it starts.</summary>
internal sealed class VernierOptionsValidator : IValidateOptions<VernierOptions>
{
    public ValidateOptionsResult Validate(string? name, VernierOptions options)
    {
        var failures = new List<string>();
        if (options.MaxSeriesPerFamily < 0)
            failures.Add($"{nameof(options.MaxSeriesPerFamily)}: is {options.MaxSeriesPerFamily}; it must be 1 or more, or 0 for no limit.");
        if (options.CallbackTimeout <= TimeSpan.Zero || options.CallbackTimeout > TimeSpan.FromDays(1))
            failures.Add($"{nameof(options.CallbackTimeout)}: is {options.CallbackTimeout}; it must be positive, and at most 1 day.");
        if (!Enum.IsDefined(options.HttpRequestNaming))
            failures.Add($"{nameof(options.HttpRequestNaming)}: is {options.HttpRequestNaming}; it must be OpenTelemetry or PrometheusNet.");
        if (options.HttpRequestBuckets is { } buckets)
            CheckBuckets(buckets, failures);
        if (options.Formats.Count == 0)
            failures.Add($"{nameof(options.Formats)}: is empty; at least one format is required.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckBuckets(IReadOnlyList<double> buckets, List<string> failures)
    {
        if (!new BucketBoundsAttribute().IsValid(buckets))
            failures.Add($"{nameof(VernierOptions.HttpRequestBuckets)}: is {OptionText.Format(buckets)}; it must be a list of one or more finite numbers in strictly ascending order.");
    }
}
