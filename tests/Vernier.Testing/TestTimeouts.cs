namespace Vernier.Testing;

/// <summary>How long a test waits for an expected event before it fails: much longer than the event ever takes.</summary>
internal static class TestTimeouts
{
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(60);

    public static Task WithTimeout(this Task task) => task.WaitAsync(Default, TestContext.Current.CancellationToken);

    public static Task<T> WithTimeout<T>(this Task<T> task) => task.WaitAsync(Default, TestContext.Current.CancellationToken);
}
