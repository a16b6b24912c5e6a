//! Nothing lives here: the tests are in the integration binary, `main.rs`.
