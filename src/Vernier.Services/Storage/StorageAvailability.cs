namespace Vernier.Services.Storage;

/// <summary>
/// Runs the recurring work of a background service. It reports once that the database is unavailable, and once that it is available again, however often
/// the work fails. Not thread-safe.
/// </summary>
internal sealed class StorageAvailability
{
    private bool _isUnavailable;

    /// <summary>Does the work. A <see cref="StorageException"/> is reported and not thrown; all other exceptions are thrown.</summary>
    /// <param name="work">The work.</param>
    /// <param name="available">Called when the work succeeds again after a failure.</param>
    /// <param name="unavailable">Called with the reason when the work fails after a success, or for the first time.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public async Task TryAsync(Func<CancellationToken, Task> work, Action available, Action<string> unavailable, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation).ConfigureAwait(false);
            if (_isUnavailable)
                available();
            _isUnavailable = false;
        }
        catch (StorageException exception)
        {
            if (!_isUnavailable)
                unavailable(exception.Message);
            _isUnavailable = true;
        }
    }
}
