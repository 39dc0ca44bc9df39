using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Providers;

/// <summary>Finds the provider for a request. Thread-safe.</summary>
internal sealed class ProviderDirectory : IDisposable
{
    private readonly HashSet<string> _knownModels;

    public ProviderDirectory(IEnumerable<Provider> providers, IEnumerable<string> pricedModels)
    {
        All = [.. providers];
        _knownModels = All.SelectMany(p => p.Options.Models).Where(ModelPattern.IsExact).Concat(pricedModels).ToHashSet();
    }

    public IReadOnlyList<Provider> All { get; }

    /// <summary>Whether the configuration names the model.</summary>
    public bool Knows(string model) => _knownModels.Contains(model);

    /// <summary>The provider that claims the model most closely; of equal ones the one that is named first. Null when none serves it.</summary>
    /// <param name="shape">The interface that it must speak.</param>
    /// <param name="model">The model; null for a request that concerns none.</param>
    public Provider? Find(ApiShape shape, string? model) =>
        All.Where(p => p.Options.Api == shape && (model is null || p.ClaimOf(model) > 0))
            .MaxBy(p => model is null ? 0 : p.ClaimOf(model));

    /// <summary>Each provider with the models that the configuration says it serves: their series are sure to come.</summary>
    public IEnumerable<(Provider Provider, string Model)> ExpectedModels() =>
        All.SelectMany(p => p.Options.Models.Where(ModelPattern.IsExact).Select(m => (p, m)));

    public void Dispose()
    {
        foreach (var provider in All)
            provider.Dispose();
    }
}
