using System.Reflection;

namespace Vernier.Pangolin;

/// <summary>The version of this software.</summary>
internal static class ProductVersion
{
    /// <summary>The version without the commit, such as <c>0.1.0</c>.</summary>
    public static readonly string Text =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";
}
