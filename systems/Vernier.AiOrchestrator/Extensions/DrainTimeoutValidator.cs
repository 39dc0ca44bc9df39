using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Extensions;

/// <summary>Reports a drain timeout that the shutdown of the application would cut off, together with the other errors of the configuration.</summary>
/// <param name="key">The configuration key of the drain timeout, for the error message.</param>
/// <param name="host">The options of the application.</param>
internal sealed class DrainTimeoutValidator(string key, IOptions<HostOptions> host) : IValidateOptions<AiOrchestratorOptions>
{
    public ValidateOptionsResult Validate(string? name, AiOrchestratorOptions options)
    {
        var limit = host.Value.ShutdownTimeout;
        return limit == Timeout.InfiniteTimeSpan || options.Runs.DrainTimeout <= limit
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(new OptionFailure(
                key, Seconds(options.Runs.DrainTimeout), $"must not exceed the shutdown timeout of the application, {Seconds(limit)} seconds (HostOptions.ShutdownTimeout)").ToString());
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
