using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Inventory;

/// <summary>Registers the services of sites and resources.</summary>
internal static class InventoryRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(InventoryStore.Tables);
        services.AddSingleton<InventoryStore>();
        services.AddSingleton<SiteInventory>();
        services.AddHostedService(provider => provider.GetRequiredService<SiteInventory>());
    }
}
