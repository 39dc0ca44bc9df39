using Vernier.AiOrchestrator.Secrets;

namespace Vernier.AiOrchestrator.Tests.Secrets;

public sealed class FileSecretStoreTests : SecretStoreContract
{
    private readonly TemporaryFolder _folder = new();
    private (ISecretStore, ISecretStore)? _stores;

    private protected override (ISecretStore First, ISecretStore Second) Stores => _stores ??= (New(), New());

    private string SecretsFile => Path.Combine(_folder.Combine("secrets"), "secrets.bin");

    private string Keys => Path.Combine(_folder.Combine("secrets"), "keys");

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task WriteAsync_File_IsEncryptedAndPrivate()
    {
        await Stores.First.WriteAsync("one", Values("hidden-value"), 0, Cancellation);

        System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(SecretsFile, Cancellation)).ShouldNotContain("hidden-value");
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(SecretsFile).ShouldBe(file);
        File.GetUnixFileMode(Path.GetDirectoryName(SecretsFile)!).ShouldBe(file | UnixFileMode.UserExecute);
        File.GetUnixFileMode(Keys).ShouldBe(file | UnixFileMode.UserExecute);
        Directory.EnumerateFiles(Path.GetDirectoryName(SecretsFile)!).Select(Path.GetFileName).Order().ShouldBe(["lock", "secrets.bin"]);
    }

    [Fact]
    public void Constructor_DirectoryThatOthersCanRead_BecomesPrivate()
    {
        if (OperatingSystem.IsWindows())
            return;
        var directory = Directory.CreateDirectory(_folder.Combine("secrets"));
        File.SetUnixFileMode(directory.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.GroupRead);

        New();

        File.GetUnixFileMode(directory.FullName).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task ReadAsync_KeysOfAnotherInstallation_FailsAndKeepsTheFile()
    {
        var other = new FileSecretStore(_folder.Combine("other"), TimeProvider.System);
        await other.WriteAsync("two", Values("2"), 0, Cancellation);
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        var before = await File.ReadAllBytesAsync(SecretsFile, Cancellation);
        Directory.Delete(Keys, recursive: true);
        Directory.Move(Path.Combine(other.Root, "keys"), Keys);

        await ShouldNotDecryptAsync(before);
    }

    [Fact]
    public async Task ReadAsync_WithoutKeys_FailsAndCreatesNone()
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        var before = await File.ReadAllBytesAsync(SecretsFile, Cancellation);
        Directory.Delete(Keys, recursive: true);

        await ShouldNotDecryptAsync(before);
        Directory.EnumerateFiles(Keys).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60)]
    public async Task ReadAsync_CorruptedFile_FailsAndKeepsTheFile(int length)
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        var bytes = await File.ReadAllBytesAsync(SecretsFile, Cancellation);
        bytes[^1] ^= 1;
        var corrupted = length == 0 ? bytes : bytes[..length];
        await File.WriteAllBytesAsync(SecretsFile, corrupted, Cancellation);

        await ShouldNotDecryptAsync(corrupted);
    }

    [Fact]
    public async Task ReadAsync_CorruptedKey_FailsAndKeepsTheFile()
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        var before = await File.ReadAllBytesAsync(SecretsFile, Cancellation);
        foreach (var key in Directory.EnumerateFiles(Keys))
            await File.WriteAllTextAsync(key, "<key", Cancellation);

        await ShouldNotDecryptAsync(before);
    }

    [Fact]
    public async Task WriteAsync_LeftOverTemporaryFile_ReplacesIt()
    {
        await Stores.First.WriteAsync("one", Values("1"), 0, Cancellation);
        await File.WriteAllTextAsync(SecretsFile + ".tmp", "half of a file", Cancellation);

        (await Stores.Second.ReadAsync("one", Cancellation))!.Values["value"].ShouldBe("1");
        (await Stores.Second.WriteAsync("one", Values("2"), 1, Cancellation)).Version.ShouldBe(2);
        File.Exists(SecretsFile + ".tmp").ShouldBeFalse();
    }

    [Fact]
    public void Constructor_FileInsteadOfDirectory_FailsWithThePath()
    {
        File.WriteAllText(_folder.Combine("secrets"), "");

        Should.Throw<SecretException>(New).Message.ShouldContain(_folder.Combine("secrets"));
    }

    private FileSecretStore New() => new(_folder.Combine("secrets"), TimeProvider.System);

    /// <summary>Neither reads nor writes succeed, and the file remains unchanged.</summary>
    private async Task ShouldNotDecryptAsync(byte[] file)
    {
        var store = New();
        var exception = await Should.ThrowAsync<SecretException>(store.ReadAsync("one", Cancellation));
        exception.Failure.ShouldBe(SecretFailure.Invalid);
        exception.Message.ShouldStartWith($"Cannot decrypt the secrets file {SecretsFile} with the keys in {Keys}. Restore both from the same backup.");
        await Should.ThrowAsync<SecretException>(store.WriteAsync("one", Values("3"), 0, Cancellation));
        (await File.ReadAllBytesAsync(SecretsFile, Cancellation)).ShouldBe(file);
    }
}
