namespace Vernier.AiOrchestrator.Secrets;

/// <summary>A lock that one writer of one host can hold at a time. The system releases it when a process ends. Thread-safe.</summary>
internal sealed class SecretFileLock(string file, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock, which is released when the result is disposed.</summary>
    /// <exception cref="SecretException">The lock is not available.</exception>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new SecretException(SecretFailure.Forbidden, $"Cannot write to the secrets directory: {exception.Message}", exception);
            }
            catch (IOException exception) when (time.GetElapsedTime(start) >= Timeout)
            {
                throw new SecretException(
                    SecretFailure.Unavailable, $"The lock {file} was not available within {Timeout.TotalSeconds} s, another host holds it or the disk fails: {exception.Message}", exception);
            }
            catch (IOException)
            {
                await Task.Delay(PollInterval, time, cancellation).ConfigureAwait(false);
            }
        }
    }
}
