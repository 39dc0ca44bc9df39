namespace Vernier.Forwarding;

/// <summary>Limits the memory that the buffered request bodies of all requests in flight use together. Thread-safe.</summary>
internal sealed class BodyBudget
{
    private long _used;

    /// <summary>Creates a budget of which nothing is used.</summary>
    /// <param name="maxBytes">The limit in bytes, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not greater than 0.</exception>
    public BodyBudget(long maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        MaxBytes = maxBytes;
    }

    /// <summary>Gets the limit in bytes.</summary>
    public long MaxBytes { get; }

    /// <summary>Gets the number of bytes in use.</summary>
    public long UsedBytes => Interlocked.Read(ref _used);

    /// <summary>Takes bytes from the budget.</summary>
    /// <param name="bytes">How many.</param>
    /// <returns>False, without taking any, if not as many are left.</returns>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= MaxBytes)
            return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    /// <param name="bytes">How many were taken.</param>
    public void Return(int bytes) => Interlocked.Add(ref _used, -bytes);
}
