namespace Vernier.Pangolin.Configuration;

/// <summary>Marks an option that is read when the server starts: a reload of the configuration does not apply a change, and logs its key.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NeedsRestartAttribute : Attribute;
