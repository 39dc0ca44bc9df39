using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.Push.Pushgateway;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds pushing to a Pushgateway to an application's services.</summary>
public static class PushgatewayServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="PushgatewayPusher"/> that pushes the application's <see cref="MetricRegistry"/> from its start to its end, the last time when all
    /// hosted services have stopped. The registry is the one that <c>AddVernier</c> or the application itself has added. Calling it again
    /// adds nothing but the further configuration.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options, at least URL and job; they are checked at start, all mistakes at once.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPushgateway(this IServiceCollection services, Action<PushgatewayOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PushgatewayOptions>().Configure(configure).ValidateOnStart();
        if (services.Any(service => service.ServiceType == typeof(PushgatewayPusher)))
            return services;
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PushgatewayOptions>, PushgatewayOptionsValidator>());
        services.AddSingleton(provider => new PushgatewayPusher(
            provider.GetService<MetricRegistry>() ?? throw new InvalidOperationException("There is no MetricRegistry to push: call AddVernier, or add one to the services."),
            provider.GetRequiredService<IOptions<PushgatewayOptions>>().Value,
            provider.GetService<ILoggerFactory>()));
        return services.AddHostedService<PushgatewayService>();
    }
}
