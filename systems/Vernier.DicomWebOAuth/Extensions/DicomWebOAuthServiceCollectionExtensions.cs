using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Security;
using Vernier.DicomWebOAuth;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Gateway;
using Vernier.DicomWebOAuth.Outbound;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers DICOMweb OAuth.</summary>
public static class DicomWebOAuthServiceCollectionExtensions
{
    internal static readonly ValidatedOptionsSettings Settings = new() { Variables = Environment.GetEnvironmentVariable, Codes = CodeOf };

    /// <summary>
    /// Registers the token managers of the configured servers, for <c>MapDicomWebOAuth</c> and for clients with
    /// <see cref="DicomWebOAuthHttpClientBuilderExtensions.AddDicomWebOAuth"/>. Also calls <c>AddVernier</c>: the metrics are registered in the
    /// application's <see cref="MetricRegistry"/>. Call it once.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">
    /// The configuration section with <c>Servers</c>, <c>RateLimitRequests</c> and the other keys; <c>${NAME}</c> in a value is replaced by an
    /// environment variable. All errors are reported at startup in one <see cref="OptionsValidationException"/>. Default: no configuration; add
    /// servers with the returned builder.
    /// </param>
    /// <returns>A builder for further settings.</returns>
    public static DicomWebOAuthBuilder AddDicomWebOAuth(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new DicomWebOAuthBuilder(services, server => ServerConnections.Create(server.VerifySSL));
        services.AddValidatedOptions<DicomWebOAuthOptions>(section, Settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddVernier();
        services.AddSingleton(provider => new DicomWebOAuthMetrics(provider.GetRequiredService<MetricRegistry>()));
        services.AddSingleton<ClientRateLimiter>();
        services.AddSingleton<GatewayEndpoint>();
        services.AddSingleton<ManagementEndpoint>();
        services.AddRequestRules<DicomWebOAuthOptions>(
            options => new RequestRules(
                options.AllowedHosts, options.AllowedOrigins, "AllowedHosts in the options of DICOMweb OAuth", "AllowedOrigins in the options of DICOMweb OAuth"),
            (options, rules) => new RemoteAccessOptions
            {
                Service = "DICOMweb OAuth",
                Rules = rules,
                AllowUnauthenticatedRemote = options.AllowUnauthenticatedRemote,
                Advice = "Listen on 127.0.0.1 only, or set AllowUnauthenticatedRemote of DICOMweb OAuth to true if only trusted clients can connect.",
            });
        services.AddSingleton(provider => new ServerGateways(
            provider.GetRequiredService<IOptions<DicomWebOAuthOptions>>(),
            provider.GetRequiredService<DicomWebOAuthMetrics>(),
            server => builder.CreateHandler(provider, server),
            provider.GetRequiredService<ILoggerFactory>()));
        return builder;
    }

    private static string CodeOf(OptionFailureKind kind) => ErrorCatalog.Of(kind switch
    {
        OptionFailureKind.MissingValue => ErrorCode.MissingKey,
        OptionFailureKind.MissingVariable => ErrorCode.MissingVariable,
        _ => ErrorCode.InvalidValue,
    }).Text;
}
