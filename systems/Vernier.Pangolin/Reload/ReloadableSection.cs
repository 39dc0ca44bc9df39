using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Vernier.Pangolin.Reload;

/// <summary>The section from which the options are created. A reload replaces its content. Thread-safe.</summary>
internal sealed class ReloadableSection(IConfigurationSection initial) : IConfigurationSection
{
    private IConfigurationSection _current = initial;

    /// <summary>The section that was read last.</summary>
    public IConfigurationSection Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    public string Key => Current.Key;

    public string Path => Current.Path;

    public string? Value
    {
        get => Current.Value;
        set => Current.Value = value;
    }

    public string? this[string key]
    {
        get => Current[key];
        set => Current[key] = value;
    }

    public IConfigurationSection GetSection(string key) => Current.GetSection(key);

    public IEnumerable<IConfigurationSection> GetChildren() => Current.GetChildren();

    public IChangeToken GetReloadToken() => Current.GetReloadToken();
}
