namespace Vernier.Families;

/// <summary>The values of a family that a collection has read from a callback. It becomes visible when it is applied.</summary>
internal abstract class FamilyReading
{
    /// <summary>
    /// Updates the series of the family, unless a later reading was applied before: a value that is exposed is never older than the one before it.
    /// Called within a collection, so by one thread at a time.
    /// </summary>
    /// <exception cref="Exception">The reading failed.</exception>
    internal abstract void Apply();
}
