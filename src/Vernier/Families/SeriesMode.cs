namespace Vernier.Families;

/// <summary>What a recording must look at before it writes. <see cref="Plain"/> is the fast path: one compare with zero.</summary>
[Flags]
internal enum SeriesMode
{
    Plain = 0,

    /// <summary>The family remembers exemplars of sampled activities.</summary>
    Exemplars = 1,

    /// <summary>Not recorded to since the family last looked for series to expire.</summary>
    Idle = 2,

    /// <summary>Taken out of the family because it was idle for too long.</summary>
    Expired = 4,

    /// <summary>Taken out of the family, because it was removed or has expired.</summary>
    Removed = 8,
}
