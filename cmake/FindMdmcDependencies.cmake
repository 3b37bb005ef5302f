# Dependencies that ship no CMake package of their own on every platform, as Mdmc:: targets.
find_package(PkgConfig QUIET)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)

# SQLCipher: static, with its symbols kept out of the program's dynamic table, so that no other SQLite in the
# process (Qt's own driver, a platform library) can be bound to it or it to them.
find_path(SQLCIPHER_INCLUDE_DIR sqlcipher/sqlite3.h REQUIRED)
find_library(SQLCIPHER_LIBRARY NAMES libsqlcipher.a sqlcipher REQUIRED)
add_library(Mdmc::sqlcipher INTERFACE IMPORTED)
target_include_directories(Mdmc::sqlcipher INTERFACE ${SQLCIPHER_INCLUDE_DIR})
target_link_libraries(Mdmc::sqlcipher INTERFACE ${SQLCIPHER_LIBRARY} OpenSSL::Crypto Threads::Threads ${CMAKE_DL_LIBS})
if(UNIX AND NOT APPLE)
  target_link_libraries(Mdmc::sqlcipher INTERFACE m)
  target_link_options(Mdmc::sqlcipher INTERFACE -Wl,--exclude-libs,libsqlcipher.a)
endif()

function(mdmc_plain_dependency target header library)
  string(MAKE_C_IDENTIFIER ${library} id)
  find_path(${id}_INCLUDE_DIR ${header} REQUIRED)
  find_library(${id}_LIBRARY NAMES ${library} REQUIRED)
  add_library(${target} INTERFACE IMPORTED)
  target_include_directories(${target} SYSTEM INTERFACE ${${id}_INCLUDE_DIR})
  target_link_libraries(${target} INTERFACE ${${id}_LIBRARY})
endfunction()

mdmc_plain_dependency(Mdmc::sodium sodium.h sodium)
mdmc_plain_dependency(Mdmc::zstd zstd.h zstd)
mdmc_plain_dependency(Mdmc::phonenumber phonenumbers/phonenumberutil.h phonenumber)
if(MDMC_SANITIZE MATCHES "undefined")
  # The check of virtual tables asks for the type information of what libphonenumber's headers derive from.
  find_library(PROTOBUF_LIBRARY NAMES protobuf REQUIRED)
  target_link_libraries(Mdmc::phonenumber INTERFACE ${PROTOBUF_LIBRARY})
endif()
mdmc_plain_dependency(Mdmc::qtkeychain qt6keychain/keychain.h qt6keychain)

find_path(CPPJWT_INCLUDE_DIR jwt/jwt.hpp REQUIRED)
add_library(Mdmc::cppjwt INTERFACE IMPORTED)
target_include_directories(Mdmc::cppjwt SYSTEM INTERFACE ${CPPJWT_INCLUDE_DIR})
target_link_libraries(Mdmc::cppjwt INTERFACE OpenSSL::Crypto)

set(MdmcDependencies_FOUND TRUE)
