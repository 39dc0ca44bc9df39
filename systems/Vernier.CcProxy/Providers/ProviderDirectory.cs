using Vernier.CcProxy.Api;

namespace Vernier.CcProxy.Providers;

/// <summary>Selects the provider for a request. Thread-safe.</summary>
internal sealed class ProviderDirectory : IDisposable
{
    private readonly HashSet<string> _knownModels;

    public ProviderDirectory(IEnumerable<Provider> providers, IEnumerable<string> pricedModels)
    {
        All = [.. providers];
        _knownModels = All.SelectMany(p => p.Options.Models).Where(ModelPattern.IsExact).Concat(pricedModels).ToHashSet();
    }

    public IReadOnlyList<Provider> All { get; }

    /// <summary>Returns whether the configuration contains the model.</summary>
    public bool IsKnown(string model) => _knownModels.Contains(model);

    /// <summary>
    /// Returns the provider to which the configuration assigns the model most specifically, and among equals the first in the configuration; null if
    /// no provider serves the model.
    /// </summary>
    /// <param name="shape">The API of the provider.</param>
    /// <param name="model">The model; null for a request without one.</param>
    public Provider? Find(ApiShape shape, string? model) =>
        All.Where(p => p.Options.Api == shape && (model is null || p.MatchOf(model) > 0))
            .MaxBy(p => model is null ? 0 : p.MatchOf(model));

    /// <summary>Gets each provider with each model that it serves by its full name.</summary>
    public IEnumerable<(Provider Provider, string Model)> ExpectedModels() =>
        All.SelectMany(p => p.Options.Models.Where(ModelPattern.IsExact).Select(m => (p, m)));

    public void Dispose()
    {
        foreach (var provider in All)
            provider.Dispose();
    }
}
