using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Security;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Protects a service that does not authenticate its clients itself.</summary>
public static class RequestRulesServiceCollectionExtensions
{
    /// <summary>
    /// Registers the <see cref="RequestRules"/> of a service, with the type of its options as key, and the <see cref="RemoteAccessCheck"/> of the endpoints
    /// with these rules.
    /// </summary>
    /// <typeparam name="TOptions">The options of the service.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="rules">Creates the rules.</param>
    /// <param name="remoteAccess">Creates the options of the check.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddRequestRules<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this IServiceCollection services, Func<TOptions, RequestRules> rules, Func<TOptions, RequestRules, RemoteAccessOptions> remoteAccess)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(remoteAccess);
        services.AddKeyedSingleton(typeof(TOptions), (provider, _) => rules(provider.GetRequiredService<IOptions<TOptions>>().Value));
        // Not by AddHostedService, which adds a type once: an application can have several services.
        return services.AddSingleton<IHostedService>(provider => new RemoteAccessCheck(
            provider, remoteAccess(provider.GetRequiredService<IOptions<TOptions>>().Value, provider.GetRequiredRequestRules<TOptions>())));
    }

    /// <summary>Returns the rules of a service.</summary>
    /// <typeparam name="TOptions">The options of the service.</typeparam>
    /// <param name="provider">The services of the application.</param>
    /// <exception cref="InvalidOperationException">The service is not registered.</exception>
    public static RequestRules GetRequiredRequestRules<TOptions>(this IServiceProvider provider)
        where TOptions : class => provider.GetRequiredKeyedService<RequestRules>(typeof(TOptions));
}
