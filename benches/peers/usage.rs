//! What this process has used.

/// The most memory that this process has had, in KiB. What `getrusage` says of it may be of the process
/// that started it.
pub(crate) fn high_water() -> Result<u64, String> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(|error| error.to_string())?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .ok_or_else(|| "no VmHWM".to_owned())
}
