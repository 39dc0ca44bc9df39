namespace Vernier.Orchestrix.Store;

/// <summary>
/// The store cannot be reached or did not answer in time. A later call may succeed; there is nothing to reset. If the connection broke while a
/// save was waiting for its answer, the save is either complete or did not happen: repeating it with the same expected version is safe.
/// </summary>
/// <param name="message">What happened; never contains a password.</param>
/// <param name="inner">The cause.</param>
public sealed class EventStoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
