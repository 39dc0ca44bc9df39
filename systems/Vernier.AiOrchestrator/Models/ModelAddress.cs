using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Models;

/// <summary>
/// The address of the models where the options have none. An application that serves a model itself registers one:
/// <c>services.AddSingleton(new ModelAddress(() =&gt; url))</c>.
/// </summary>
/// <param name="find">
/// Returns the address as in <see cref="ModelLegOptions.Url"/>, or null while it is not known; calls fail until then. It is called before each call of
/// a model and must be fast and thread-safe.
/// </param>
public sealed class ModelAddress(Func<Uri?> find)
{
    /// <summary>Gets the current address, or null while it is not known.</summary>
    public Uri? Current => find();
}
